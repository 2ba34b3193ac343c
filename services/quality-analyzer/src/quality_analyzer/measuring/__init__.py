"""What can be measured on a picture: pixels in, values out."""
