package dev.nightshift.core.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.TreeView;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;

/** What a model gives is read as it was meant, or fed back; it never fails the run. */
class ModelInputTest {
  enum Empty {}

  record Day(String day) {
    Day {
      LocalDate.parse(day);
    }
  }

  record Needed(@Nullable String name) {
    Needed {
      Objects.requireNonNull(name);
    }
  }

  record First(List<String> names) {
    First {
      names.get(0);
    }
  }

  record Silent(String name) {
    Silent {
      throw new IllegalStateException();
    }
  }

  record Holder(Silent held) {}

  record Tags(List<String> tags) {}

  record Counts(List<Integer> counts) {}

  record Rows(List<List<String>> rows) {}

  record Days(List<Day> days) {}

  record Numbers(double d) {}

  record Pair(int from, int to) {}

  record Pairs(List<Pair> pairs) {}

  @SuppressWarnings("NullablePrimitive") // what is refused
  record MaybeNumber(@Nullable int n) {}

  @SuppressWarnings("NullablePrimitive") // what is refused
  record MaybeTruth(@Nullable boolean b) {}

  record NoChoice(Empty none) {}

  private static String answer(Class<? extends Record> type, String json)
      throws InterruptedException {
    Tool tool = tool(type);
    ToolContext context =
        ToolContext.reading(
            RunId.of("r1"),
            Task.builder("Task").build(),
            Mockito.mock(TreeView.class),
            Mockito.mock(TreeView.class));
    return tool.call(ToolArguments.parse(json), context).content();
  }

  private static Tool tool(Class<? extends Record> type) {
    return Tool.of("t", "d", type, (given, context) -> ToolOutcome.ok(given.toString()));
  }

  static Stream<Arguments> refusedByTheRecord() {
    return Stream.of(
        Arguments.of(Day.class, "{\"day\":\"tomorrow\"}", "Text 'tomorrow' could not be parsed"),
        Arguments.of(Needed.class, "{}", "the arguments are refused by Needed"),
        Arguments.of(First.class, "{\"names\":[]}", "Index 0 out of bounds for length 0"),
        Arguments.of(Silent.class, "{\"name\":\"x\"}", "the arguments are refused by Silent"),
        Arguments.of(
            Holder.class,
            "{\"held\":{\"name\":\"x\"}}",
            "the argument 'held' is refused by Silent"),
        Arguments.of(
            Days.class,
            "{\"days\":[{\"day\":\"2026-11-28\"},{\"day\":\"x\"}]}",
            "the argument 'days[1]': Text 'x' could not be parsed"));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("refusedByTheRecord")
  void whatARecordThrowsIsFedBackAndDoesNotFailTheRun(
      Class<? extends Record> type, String json, String complaint) {
    assertThatThrownBy(() -> answer(type, json))
        .isInstanceOf(ToolArgumentException.class)
        .hasMessageStartingWith(complaint);
  }

  @Test
  void aPrimitiveThatMayBeMissingIsRefusedWhenTheToolIsMade() {
    assertThatThrownBy(() -> tool(MaybeNumber.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("MaybeNumber.n: an int cannot be null; use Integer");
    assertThatThrownBy(() -> tool(MaybeTruth.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("MaybeTruth.b: a boolean cannot be null; use Boolean");
  }

  @Test
  void anEnumWithoutConstantsIsRefusedWhenTheToolIsMade() {
    assertThatThrownBy(() -> tool(NoChoice.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("NoChoice.none: ")
        .hasMessageContaining("Empty has no constants");
  }

  static Stream<Arguments> listsInAString() {
    return Stream.of(
        Arguments.of(Tags.class, "{\"tags\":\"[\\\"a\\\",\\\"b\\\"]\"}", "Tags[tags=[a, b]]"),
        Arguments.of(Tags.class, "{\"tags\":\" [] \"}", "Tags[tags=[]]"),
        Arguments.of(Tags.class, "{\"tags\":\"[x] done\"}", "Tags[tags=[[x] done]]"),
        Arguments.of(Tags.class, "{\"tags\":\"a, b\"}", "Tags[tags=[a, b]]"),
        Arguments.of(Counts.class, "{\"counts\":\"[1,2]\"}", "Counts[counts=[1, 2]]"),
        Arguments.of(Counts.class, "{\"counts\":[2.0,1e2]}", "Counts[counts=[2, 100]]"),
        Arguments.of(Rows.class, "{\"rows\":[\"[\\\"a\\\"]\",[\"b\"]]}", "Rows[rows=[[a], [b]]]"),
        Arguments.of(
            Days.class,
            "{\"days\":\"[{\\\"day\\\":\\\"2026-11-28\\\"}]\"}",
            "Days[days=[Day[day=2026-11-28]]]"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("listsInAString")
  void aListEncodedTwiceIsThatListAndNotOneElement(
      Class<? extends Record> type, String json, String read) throws InterruptedException {
    assertThat(answer(type, json)).isEqualTo(read);
  }

  @Test
  void textsEncodedTwiceAreThoseTexts() {
    ToolArguments arguments =
        ToolArguments.parse("{\"a\":\"[\\\"x\\\",\\\"y\\\"]\",\"b\":\"[x\",\"c\":\"[1]\"}");

    assertThat(arguments.texts("a")).containsExactly("x", "y");
    assertThat(arguments.texts("b")).containsExactly("[x");
    assertThatThrownBy(() -> arguments.texts("c"))
        .hasMessage("the argument 'c[0]' is a number, but must be a string: 1");
  }

  static Stream<Arguments> complaints() {
    return Stream.of(
        Arguments.of(
            Counts.class,
            "{\"counts\":\"many\"}",
            "the argument 'counts' is a string, but must be a list of whole numbers of 32 bits:"
                + " \"many\""),
        Arguments.of(
            Tags.class,
            "{\"tags\":{\"0\":\"a\"}}",
            "the argument 'tags' is an object, but must be a list of strings: {\"0\":\"a\"}"),
        Arguments.of(
            Days.class,
            "{\"days\":7}",
            "the argument 'days' is a number, but must be a list of objects: 7"),
        Arguments.of(
            Rows.class, "{}", "the argument 'rows' is missing; give a list of lists of strings"),
        Arguments.of(
            Numbers.class,
            "{\"d\":1e999}",
            "the argument 'd' is a fraction, but must be a number of 64 bits"),
        Arguments.of(
            Counts.class,
            "{\"counts\":[1e999999999]}",
            "the argument 'counts[0]' is a fraction, but must be a whole number of 32 bits"),
        Arguments.of(
            Numbers.class, "{\"d\":null}", "the argument 'd' is null; give a number of 64 bits"),
        Arguments.of(
            Pairs.class,
            "{\"pairs\":[{\"from\":1,\"until\":2}]}",
            "there is no argument 'pairs[0].until'; the arguments are pairs[0].from, pairs[0].to"),
        Arguments.of(
            Pairs.class,
            "{\"pairs\":[{\"from\":1}]}",
            "the argument 'pairs[0].to' is missing; give a whole number of 32 bits"
                + " (given: pairs[0].from)"),
        Arguments.of(
            Pairs.class, "{\"pairs\":{\"from\":1}}", "the argument 'pairs.to' is missing; give a"));
  }

  @ParameterizedTest(name = "{1} gives: {2}")
  @MethodSource("complaints")
  void complaintsSayWhatWasGivenAndWhatIsExpected(
      Class<? extends Record> type, String json, String complaint) {
    assertThatThrownBy(() -> answer(type, json))
        .isInstanceOf(ToolArgumentException.class)
        .hasMessageStartingWith(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"a\":null}|is null", "{\"b\":1}|is missing"})
  void anArgumentThatIsNullIsNotCalledMissing(String json, String complaint) {
    assertThatThrownBy(() -> ToolArguments.parse(json).text("a"))
        .isInstanceOf(ToolArgumentException.class)
        .hasMessageStartingWith("the argument 'a' " + complaint + "; give a string");
  }

  @Test
  void numbersTooLargeForJavaAreWrittenAsTheyWereGiven() {
    ToolArguments arguments = ToolArguments.parse("{\"d\":1e999,\"n\":{\"e\":-1e400}}");

    assertThat(ToolArguments.parse(arguments.json()).json()).isEqualTo(arguments.json());
    assertThat(arguments.json()).doesNotContain("Infinity");
  }
}
