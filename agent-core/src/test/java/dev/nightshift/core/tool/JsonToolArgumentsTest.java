package dev.nightshift.core.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonToolArgumentsTest {

  @Test
  void readsEveryKindOfArgument() {
    ToolArguments arguments =
        ToolArguments.parse(
            "{\"t\":\"text\",\"n\":12,\"b\":true,\"o\":{\"x\":\"y\"},\"l\":[{\"i\":1},{\"i\":2}]}");

    assertThat(arguments.text("t")).isEqualTo("text");
    assertThat(arguments.optionalInteger("n")).hasValue(12);
    assertThat(arguments.optionalTruth("b")).hasValue(true);
    assertThat(arguments.optionalObject("o").orElseThrow().text("x")).isEqualTo("y");
    assertThat(arguments.objects("l").get(1).optionalInteger("i")).hasValue(2);
  }

  @Test
  void takesMissingAndNullForAbsent() {
    ToolArguments arguments = ToolArguments.parse("{\"a\":null}");

    assertThat(arguments.optionalText("a")).isEmpty();
    assertThat(arguments.optionalInteger("b")).isEmpty();
    assertThat(arguments.optionalTruth("a")).isEmpty();
    assertThat(arguments.optionalObject("a")).isEmpty();
    assertThat(arguments.objects("a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n"})
  void takesEmptyTextForAnObjectWithoutArguments(String json) {
    assertThat(ToolArguments.parse(json).json()).isEqualTo("{}");
  }

  @Test
  void saysWhereBrokenJsonBreaks() {
    assertThatThrownBy(() -> ToolArguments.parse("{\"path\": \"A.java\",\n \"old_text\" \"x\"}"))
        .isInstanceOf(ToolArgumentException.class)
        .hasMessageContaining("not valid JSON at line 2, column")
        .hasMessageContaining("old_text");
  }

  @Test
  void saysThatCutOffJsonIsNotValid() {
    assertThatThrownBy(() -> ToolArguments.parse("{\"path\": \"A.ja"))
        .isInstanceOf(ToolArgumentException.class)
        .hasMessageContaining("not valid JSON");
  }

  @Test
  void refusesTextAfterTheObject() {
    assertThatThrownBy(() -> ToolArguments.parse("{\"a\":1} {\"a\":2}"))
        .isInstanceOf(ToolArgumentException.class)
        .hasMessageContaining("not valid JSON");
  }

  @Test
  void refusesAnArgumentGivenTwice() {
    assertThatThrownBy(() -> ToolArguments.parse("{\"path\":\"a\",\"path\":\"b\"}"))
        .isInstanceOf(ToolArgumentException.class)
        .hasMessageContaining("path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "\"text\"", "12", "true", "null"})
  void saysWhatWasGivenInsteadOfAnObject(String json) {
    assertThatThrownBy(() -> ToolArguments.parse(json))
        .isInstanceOf(ToolArgumentException.class)
        .hasMessageContaining("must be a JSON object");
  }

  @Test
  void namesTheMissingArgumentAndWhatWasGiven() {
    assertThatThrownBy(() -> ToolArguments.parse("{\"file\":\"A\"}").text("path"))
        .isInstanceOf(ToolArgumentException.class)
        .hasMessage("the argument 'path' is missing; give a string (given: file)");
  }

  @Test
  void namesTheMistypedArgumentAndBothTypes() {
    ToolArguments arguments =
        ToolArguments.parse("{\"path\":7,\"line\":\"x\",\"far\":99999999999,\"part\":1.5}");

    assertThatThrownBy(() -> arguments.text("path"))
        .hasMessage("the argument 'path' is a number, but must be a string: 7");
    assertThatThrownBy(() -> arguments.optionalInteger("line"))
        .hasMessageContaining("'line' is a string, but must be a whole number");
    assertThatThrownBy(() -> arguments.optionalInteger("far")).hasMessageContaining("whole number");
    assertThatThrownBy(() -> arguments.optionalInteger("part"))
        .hasMessageContaining("is a fraction");
    assertThatThrownBy(() -> arguments.optionalTruth("path")).hasMessageContaining("true or false");
    assertThatThrownBy(() -> arguments.objects("path")).hasMessageContaining("array of objects");
  }

  @Test
  void namesTheWayToANestedArgument() {
    ToolArguments arguments = ToolArguments.parse("{\"findings\":[{\"path\":\"a\"},{}],\"o\":{}}");

    assertThatThrownBy(() -> arguments.objects("findings").get(1).text("path"))
        .hasMessageContaining("'findings[1].path' is missing");
    assertThatThrownBy(() -> arguments.optionalObject("o").orElseThrow().text("x"))
        .hasMessageContaining("'o.x' is missing");
  }

  /** Models write whole numbers with a point; what no number of 32 bits is, is refused. */
  @Test
  void wholeNumbersAreTakenHoweverTheyAreWritten() {
    ToolArguments arguments =
        ToolArguments.parse("{\"point\":3.0,\"power\":1e2,\"large\":1e400,\"small\":1e-400}");

    assertThat(arguments.optionalInteger("point")).hasValue(3);
    assertThat(arguments.optionalInteger("power")).hasValue(100);
    assertThatThrownBy(() -> arguments.optionalInteger("large"))
        .hasMessageContaining("'large' is a fraction, but must be a whole number: 1e400");
    assertThatThrownBy(() -> arguments.optionalInteger("small"))
        .hasMessageContaining("whole number");
  }

  @Test
  void numbersThatNoneCanHoldAndNestingWithoutEndAreNotValid() {
    assertThatThrownBy(() -> ToolArguments.parse("{\"n\":1e99999999999}"))
        .isInstanceOf(ToolArgumentException.class)
        .hasMessageContaining("not valid JSON");
    assertThatThrownBy(() -> ToolArguments.parse("{\"a\":" + "[".repeat(10_000)))
        .isInstanceOf(ToolArgumentException.class)
        .hasMessageContaining("not valid JSON");
  }

  @Test
  void textsAreGivenAsTheModelWroteThem() {
    ToolArguments arguments = ToolArguments.parse("{\"t\":\"a\\ud83d \u2028\",\"n\":1.50}");

    assertThat(arguments.text("t")).isEqualTo("a\uD83D \u2028");
    assertThat(arguments.json()).isEqualTo("{\"t\":\"a\uD83D \u2028\",\"n\":1.50}");
  }
}
