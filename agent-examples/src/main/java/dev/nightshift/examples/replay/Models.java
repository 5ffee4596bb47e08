package dev.nightshift.examples.replay;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedSteps;
import java.util.Map;

/** The models of a recorded run by their providers: one of two words, and two that use tools. */
final class Models {
  static final ModelId CODER = ModelId.parse("coder:scripted");
  static final ModelId CRITIC = ModelId.parse("critic:scripted");

  private Models() {}

  /** Those of one run, and the one that answers all others. */
  static Map<String, ModelProvider> playing(ModelProvider other) {
    ScriptedModel coder =
        ScriptedModel.named(
            CODER.provider(),
            ScriptedSteps.read("A.java"),
            ScriptedSteps.several(
                ScriptedSteps.edit("A.java", "v0", "v1"),
                ScriptedSteps.tool("measure", "{\"text\":\"v1\"}")),
            ScriptedSteps.run("true"),
            ScriptedSteps.decides("text", "v1", "it comes after v0"),
            ScriptedSteps.finish("wrote v1"),
            ScriptedSteps.write("docs/why.txt", "because\n"),
            ScriptedSteps.finish("said why"));
    ScriptedModel critic =
        ScriptedModel.named(
            CRITIC.provider(),
            ScriptedSteps.tool("measure", "{\"text\":\"v1\"}"),
            ScriptedSteps.requestsChange("A.java", 1, "nobody knows why", "say why"),
            ScriptedSteps.read("docs/why.txt"),
            ScriptedSteps.approves());
    return Map.of("fake", other, CODER.provider(), coder, CRITIC.provider(), critic);
  }

  /** Models that must not be asked. */
  static Map<String, ModelProvider> dead() {
    ModelProvider dead =
        (request, context) -> {
          throw new AssertionError("a model was asked");
        };
    return Map.of("fake", dead, CODER.provider(), dead, CRITIC.provider(), dead);
  }
}
