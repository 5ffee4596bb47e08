package dev.nightshift.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NightshiftBuilderTest {
  private final NightshiftBuilder builder = Nightshift.builder(InMemoryWorkspaces.of(Map.of()));

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "eu:anthropic,eu:anthropic",
        ":,:",
        "\"\",\"\"",
        "\" \",\" \"",
        "anthropic ,anthropic ",
        "\tanthropic,\u27e6U+0009\u27e7anthropic",
        "\"a\n\",a\u27e6U+000A\u27e7",
        "a\u0000b,a\u27e6U+0000\u27e7b",
        "\u200ba,\u27e6U+200B\u27e7a"
      })
  void refusesAProviderUnderANameNoModelCanHave(String name, String shown) {
    assertThatThrownBy(() -> builder.provider(name, ScriptedModel.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("provider name '" + shown + "'")
        .hasMessageContaining("a character nobody sees, or begin or end with a space")
        .hasMessageContaining("use provider(name, provider) with a plain name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anthropic", "Anthropic-EU", "my provider", "a.b/c"})
  void findsEveryProviderItTakesByAModelId(String name) {
    builder.provider(name, ScriptedModel.of());

    assertThat(ModelId.parse(name + ":model").provider()).isEqualTo(name);
  }

  @Test
  void refusesASecondProviderOfTheSameName() {
    builder.provider("anthropic", ScriptedModel.of());

    assertThatThrownBy(() -> builder.provider("anthropic", ScriptedModel.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'anthropic' is already registered");
  }

  @Test
  void asksForAProviderOfAModelOnlyWhereTheNameHasNone() {
    builder.provider("mine", ScriptedModel.of()).models("mine:model");

    assertThatThrownBy(() -> builder.models("mine:model", "theirs:model"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no provider is known for model 'theirs:model'");
  }
}
