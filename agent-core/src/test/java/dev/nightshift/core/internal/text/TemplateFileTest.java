package dev.nightshift.core.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateFileTest {
  private static final String TEXT =
      """

      <!-- plain -->

      First line

        # Indented {brace} }}

      <!-- greeting -->
      Good {{time}}, {{name}} and {{name}}.
      """;

  private final TemplateFile file = TemplateFile.parse("words.md", TEXT);

  @Test
  void partIsItsLinesWithoutBlankLinesAroundThem() {
    assertThat(file.parts()).containsExactly("plain", "greeting");
    assertThat(file.text("plain")).isEqualTo("First line\n\n  # Indented {brace} }}");
  }

  @Test
  void valuesAreInsertedAsTheyAre() {
    Template greeting = file.template("greeting", "name", "time");

    assertThat(greeting.fill("{{time}} $1 \\", 7))
        .isEqualTo("Good 7, {{time}} $1 \\ and {{time}} $1 \\.");
    assertThat(greeting.fill("<!-- plain -->", "")).startsWith("Good , <!-- plain -->");
  }

  @Test
  void placeholderThatIsNotDeclaredIsRefusedBeforeItIsFilled() {
    assertThatThrownBy(() -> file.template("greeting", "name"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("words.md <!-- greeting --> has the placeholders [time, name], not [name]");
    assertThatThrownBy(() -> file.text("greeting")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void placeholderThatThePartDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> file.template("plain", "name"))
        .hasMessage("words.md <!-- plain --> has the placeholders [], not [name]");
  }

  @Test
  void eachPlaceholderNeedsItsValue() {
    Template greeting = file.template("greeting", "name", "time");

    assertThatThrownBy(() -> greeting.fill("you"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("takes [name, time], not 1 values");
  }

  @Test
  void partThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> file.text("other"))
        .hasMessage("words.md has no part other, only [plain, greeting]");
  }

  @Test
  void fileThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> TemplateFile.of(TemplateFileTest.class, "none.md"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("there is no none.md beside");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stray\n<!-- a -->\ntext\n",
        "<!-- a -->\ntext\n<!-- a -->\ntext\n",
        "<!-- a -->\n\n<!-- b -->\ntext\n",
        "<!-- a -->\ntext\n<!--b-->\ntext\n",
        "<!-- a -->\r\ntext\r\n"
      })
  void malformedFileIsRefused(String malformed) {
    assertThatThrownBy(() -> TemplateFile.parse("words.md", malformed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("words.md");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{", "{{Name}}", "{{ name }}", "{{name}", "{{{{name}}"})
  void bracesThatBeginNoPlaceholderAreRefused(String text) {
    assertThatThrownBy(() -> TemplateFile.parse("words.md", "<!-- a -->\n" + text))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("words.md <!-- a --> has {{ that begins no placeholder");
  }
}
