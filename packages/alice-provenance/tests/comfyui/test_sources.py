"""Where graphs lie in a file, and whose the file is."""

import json

import pytest

from alice_contracts.provenance import EvidenceKind, Generation, IsAi, Subject


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("prompt", "{}"),
        ("Model", "prompt:{}"),
        ("Make", "Prompt: {}"),
        ("DocumentName", "prompt:{}"),
        ("UserComment", '{{"prompt": {}, "workflow": {{}}}}'),
        ("comment", '{{"prompt": {}}}'),
        ("comment", '{{"extra_data": {{"prompt": {}}}}}'),
        ("prompt", "{}\x00"),
        ("prompt", "\ufeff {}\n"),
    ],
)
def test_a_graph_is_found_wherever_savers_put_it(find, block, prompt, key, written):
    finding = find(block(key, written.format(json.dumps(prompt)), "EXIF IFD0."))
    assert (finding.generator, finding.is_ai) == ("ComfyUI", IsAi.YES)
    assert finding.generation.prompt == "a lighthouse"
    assert finding.problems == ()


@pytest.mark.parametrize("times", [1, 2, 3])
def test_json_in_json_strings_is_opened(find, block, prompt, times):
    text = json.dumps(prompt)
    for _ in range(times):
        text = json.dumps(text)
    wrapped = json.dumps({"prompt": text})
    assert find(block("prompt", text)).generation.seed == 42
    assert find(block("comment", wrapped)).generation.seed == 42


def test_nan_is_no_obstacle(find, block, prompt, node):
    prompt["other"] = node("PreviewAny", value=float("nan"))
    prompt["sampler"]["inputs"]["cfg"] = float("nan")
    generation = find(block("prompt", json.dumps(prompt))).generation
    assert (generation.prompt, generation.cfg_scale) == ("a lighthouse", None)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("prompt", "a lighthouse in the {red|blue} sea, class_type of its own"),
        ("prompt", '{"prompt": "a lighthouse"}'),
        ("prompt", "{a} lighthouse"),
        ("prompt", "[a] lighthouse"),
        ("prompt", '"a lighthouse"'),
        ("parameters", '{"sui_image_params": {"prompt": "a lighthouse"}}'),
        ("invokeai_graph", '{"nodes": {"a": {"type": "denoise_latents"}}, "edges": []}'),
        ("invokeai_workflow", '{"nodes": [{"id": "a", "type": "invocation", "data": {}}]}'),
        ("invokeai_workflow", '{"nodes": [{"id": "a", "type": "invocation"'),
        ("workflow", ""),
    ],
)
def test_what_is_no_graph_of_comfyui_is_not_claimed(find, block, key, text):
    assert find(block(key, text)) is None


def test_a_block_without_text_is_passed_over(find, block, prompt):
    opaque = block("prompt", json.dumps(prompt))
    assert find(type(opaque)(opaque.place, opaque.key, opaque.data)) is None


def test_evidence_shows_where_it_lies(of_prompt, prompt):
    evidence = {each.about: each for each in of_prompt(prompt).evidence}
    assert set(evidence) == {Subject.GENERATOR, Subject.IS_AI, Subject.MODEL}
    generator = evidence[Subject.GENERATOR]
    assert generator.place == "PNG tEXt prompt"
    assert generator.kind is EvidenceKind.GENERATION_METADATA
    assert generator.excerpt == json.dumps(prompt)[:120]
    assert evidence[Subject.MODEL].claim == "dream.safetensors"


def test_the_graph_that_was_executed_wins_over_the_editors(find, block, prompt, new_workflow):
    workflow = new_workflow()
    workflow.add("CLIPTextEncode", "another text")
    blocks = block("workflow", json.dumps(workflow.json())), block("prompt", json.dumps(prompt))
    finding = find(*blocks)
    assert finding.generation == find(blocks[1]).generation
    assert len(finding.evidence) == len(find(blocks[1]).evidence) + 1


@pytest.mark.parametrize("text", ['{"3": {"class_type": "KSampler", "inputs": {', "[" * 500])
def test_a_broken_graph_is_a_problem_and_still_evidence(find, block, text):
    finding = find(block("prompt", text + '"class_type"'))
    assert finding.generator == "ComfyUI"
    assert finding.generation == Generation()
    assert finding.problems[0].startswith("PNG tEXt prompt: the graph cannot be read: it is ")


class TestAWorkflowAlone:
    @pytest.fixture
    def workflow(self, new_workflow):
        workflow = new_workflow()
        loader = workflow.add("CheckpointLoaderSimple", "dream.safetensors", outputs=("MODEL",))
        workflow.add("KSampler", 42, "fixed", 20, 7.5, links=(("model", "MODEL", loader, 0),))
        return json.dumps(workflow.json())

    def test_in_a_still_png_may_be_a_picture_of_the_editor(self, find, block, workflow):
        finding = find(block("workflow", workflow))
        assert (finding.generator, finding.is_ai) == ("ComfyUI", IsAi.UNKNOWN)
        assert finding.generation == Generation()
        assert {each.about for each in finding.evidence} == {Subject.GENERATOR}

    @pytest.mark.parametrize(
        ("key", "place"), [("workflow", "PNG comf"), ("Make", "EXIF IFD0."), ("workflow", "MP4")]
    )
    def test_elsewhere_is_a_picture_that_was_made(self, find, block, workflow, key, place):
        finding = find(block(key, "workflow:" + workflow if key == "Make" else workflow, place))
        assert finding.is_ai is IsAi.YES
        assert finding.generation.seed == 42

    @pytest.mark.parametrize("beside", [("parameters", "a cat"), ("prompt", '{"3": {"class_type"')])
    def test_beside_other_words_of_a_saver_as_well(self, find, block, workflow, beside):
        finding = find(block("workflow", workflow), block(*beside))
        assert finding.is_ai is IsAi.YES
        assert finding.generation.model == "dream.safetensors"


class TestCivitai:
    def marked(self, graph, /, **asked):
        extra = {"extra": {"airs": ["urn:air:sdxl:checkpoint:civitai:1@2"]}}
        return graph | extra | {"extraMetadata": json.dumps(asked)}

    def test_the_graph_is_comfyuis_and_the_file_civitais(self, of_prompt, prompt):
        finding = of_prompt(self.marked(prompt, prompt="what was asked", seed=0, cfgScale=3))
        assert finding.generator == "Civitai"
        generation = finding.generation
        assert (generation.prompt, generation.seed, generation.cfg_scale) == (
            "what was asked",
            0,
            3,
        )
        assert (generation.model, generation.scheduler) == ("dream.safetensors", "karras")

    def test_an_upscale_samples_nothing_and_yet_tells(self, of_prompt, node):
        graph = {
            "load": node("LoadImage", image="a.jpg"),
            "scale": node("ImageUpscaleWithModel", image=["load", 0], upscale_model=["x", 0]),
            "save": node("SaveImage", images=["scale", 0]),
        }
        finding = of_prompt(self.marked(graph, prompt="a cat", negativePrompt="", steps=25))
        assert finding.is_ai is IsAi.YES
        assert finding.generation == Generation(prompt="a cat", steps=25)

    @pytest.mark.parametrize("extra", ["{broken", '"text"', "[1]", "null"])
    def test_unreadable_metadata_leaves_the_graph(self, of_prompt, prompt, extra):
        finding = of_prompt(prompt | {"extraMetadata": extra})
        assert (finding.generator, finding.generation.seed) == ("Civitai", 42)
        assert all("extraMetadata: it is no JSON" in problem for problem in finding.problems)
        assert bool(finding.problems) == (extra == "{broken")

    def test_resources_as_urns_are_a_mark_too(self, of_prompt, prompt):
        assert of_prompt(prompt | {"extra": {"airs": []}}).generator == "Civitai"
        assert of_prompt(prompt | {"extra": {"ds": {}}}).generator == "ComfyUI"
