"""Walks through containers without decoding: is the file whole, and does it lie about its size?"""
