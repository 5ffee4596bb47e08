package dev.nightshift.core.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.TreeView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;

class RecordToolTest {
  enum Level {
    INFO,
    WARN
  }

  record Range(int from, @Description("Inclusive") int to) {
    Range {
      if (from > to) {
        throw new IllegalArgumentException("from " + from + " is after to " + to);
      }
    }
  }

  record Query(
      @Description("What to look for") String text,
      Level level,
      List<Range> ranges,
      @Nullable List<String> tags,
      Optional<Long> since,
      double factor,
      @Nullable Boolean strict) {}

  record Empty() {}

  record Looped(String name, List<Looped> children) {}

  record Unfit(Range range, Object any) {}

  private static final Tool TOOL =
      Tool.readOnly(
          "query",
          "Looks something up.",
          Query.class,
          (query, context) -> ToolOutcome.ok(query.toString()));

  private static String answer(Tool tool, String json) throws InterruptedException {
    ToolContext context =
        ToolContext.reading(
            RunId.of("r1"),
            Task.builder("Task").build(),
            Mockito.mock(TreeView.class),
            Mockito.mock(TreeView.class));
    return tool.call(ToolArguments.parse(json), context).content();
  }

  @Test
  void theSchemaIsThatOfTheRecord() {
    assertThat(TOOL.definition().name()).isEqualTo("query");
    assertThat(TOOL.isReadOnly()).isTrue();
    assertThat(TOOL.definition().inputSchemaJson())
        .isEqualTo(
            """
            {"type":"object","properties":{\
            "text":{"type":"string","description":"What to look for"},\
            "level":{"type":"string","enum":["INFO","WARN"]},\
            "ranges":{"type":"array","items":{"type":"object","properties":{\
            "from":{"type":"integer"},"to":{"type":"integer","description":"Inclusive"}},\
            "required":["from","to"],"additionalProperties":false}},\
            "tags":{"type":"array","items":{"type":"string"}},\
            "since":{"type":"integer"},\
            "factor":{"type":"number"},\
            "strict":{"type":"boolean"}},\
            "required":["text","level","ranges","factor"],"additionalProperties":false}""");
  }

  @Test
  void everyComponentIsRead() throws InterruptedException {
    String json =
        """
        {"text":"x","level":"WARN","ranges":[{"from":1,"to":2}],"tags":["a","b"],
         "since":5000000000,"factor":2,"strict":true}""";

    assertThat(answer(TOOL, json))
        .isEqualTo(
            "Query[text=x, level=WARN, ranges=[Range[from=1, to=2]], tags=[a, b],"
                + " since=Optional[5000000000], factor=2.0, strict=true]");
  }

  @Test
  void whatMayBeMissingIsNullOrEmpty() throws InterruptedException {
    String json = "{\"text\":\"x\",\"level\":\"INFO\",\"ranges\":[],\"factor\":0.5,\"tags\":null}";

    assertThat(answer(TOOL, json))
        .isEqualTo(
            "Query[text=x, level=INFO, ranges=[], tags=null, since=Optional.empty, factor=0.5,"
                + " strict=null]");
  }

  @Test
  void oneElementCountsAsAListOfOne() throws InterruptedException {
    String json =
        "{\"text\":\"x\",\"level\":\"INFO\",\"ranges\":{\"from\":1,\"to\":1},\"factor\":1,"
            + "\"tags\":\"a\"}";

    assertThat(answer(TOOL, json)).contains("ranges=[Range[from=1, to=1]], tags=[a]");
  }

  @Test
  void noArgumentsAtAllAreARecordWithoutComponents() throws InterruptedException {
    Tool tool = Tool.of("now", "Tells.", Empty.class, (none, context) -> ToolOutcome.ok("ok"));

    assertThat(answer(tool, "")).isEqualTo("ok");
    assertThat(tool.isReadOnly()).isFalse();
  }

  @ParameterizedTest(name = "{0} gives: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|the argument 'text' is missing; give a string (no arguments were given)",
        "{\"text\":1}|the argument 'text' is a number, but must be a string: 1",
        "{\"text\":\"x\",\"level\":\"info\"}|'level' is a string, but must be one of INFO, WARN",
        "{\"text\":\"x\",\"level\":\"INFO\",\"ranges\":[{\"from\":1}]}|"
            + "the argument 'ranges[0].to' is missing; give a whole number of 32 bits (given: ranges[0].from)",
        "{\"text\":\"x\",\"level\":\"INFO\",\"ranges\":[{\"from\":1.5,\"to\":2}]}|"
            + "the argument 'ranges[0].from' is a fraction, but must be a whole number of 32 bits",
        "{\"text\":\"x\",\"level\":\"INFO\",\"ranges\":[{\"from\":3,\"to\":2}]}|"
            + "the argument 'ranges[0]': from 3 is after to 2",
        "{\"text\":\"x\",\"level\":\"INFO\",\"ranges\":[{\"from\":3000000000,\"to\":2}]}|"
            + "must be a whole number of 32 bits",
        "{\"text\":\"x\",\"level\":\"INFO\",\"ranges\":[3]}|"
            + "the argument 'ranges[0]' is a number, but must be an object",
        "{\"text\":\"x\",\"colour\":\"red\"}|"
            + "there is no argument 'colour'; the arguments are text, level, ranges, tags, since,"
            + " factor, strict",
      })
  void theModelIsToldWhatIsWrong(String json, String complaint) {
    assertThatThrownBy(() -> answer(TOOL, json))
        .isInstanceOf(ToolArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void recordsThatHoldThemselvesAreRefused() {
    assertThatThrownBy(() -> Tool.of("t", "d", Looped.class, (any, context) -> ToolOutcome.ok("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Looped.children")
        .hasMessageContaining("holds itself");
  }

  @Test
  void typesWithoutASchemaAreRefusedByComponent() {
    assertThatThrownBy(() -> Tool.of("t", "d", Unfit.class, (any, context) -> ToolOutcome.ok("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Unfit.any: an argument of a tool cannot be a java.lang.Object; use");
  }
}
