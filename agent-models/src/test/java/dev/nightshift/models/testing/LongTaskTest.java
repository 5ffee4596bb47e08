package dev.nightshift.models.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.model.CompactionPolicy;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.provider.TokenEstimator;
import dev.nightshift.core.report.Compaction;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.models.testing.CostedRun.Vendor;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A task of 300 steps under a window of 64,000 tokens, with each vendor's API, which refuses what
 * the vendor refuses. The model knows nothing but what a request shows it: how far it is, the word
 * of the task, and the word a reviewer asked for.
 */
class LongTaskTest {
  private static final int STEPS = 300;
  private static final long WINDOW = 64_000;
  private static final String ASKED = "about to be compacted";

  /** A prompt that fills a small window; of a longer one the end is enough. */
  private static final int LOOKED_BACK = 200_000;

  private static final Pattern STEP = Pattern.compile("step-(\\d+)");

  private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-11-29T12:00:00Z"));
  private long longestPrompt;
  private int summaries;
  private int steps;

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"ANTHROPIC", "OPENAI_RESPONSES", "OPENAI_CHAT_COMPLETIONS", "GEMINI"})
  void aTaskOfThreeHundredStepsEndsWellUnderASmallWindow(Vendor vendor) throws Exception {
    Ended ended = run(vendor, WINDOW, CompactionPolicy.standard());

    assertThat(ended.result().reason()).isEqualTo(EndReason.MERGED);
    assertThat(ended.files()).isEqualTo(finalTree());
    assertThat(longestPrompt).isLessThan(WINDOW);
    assertThat(summaries).isBetween(3, 10);
    assertThat(ended.result().report().spend().compactions())
        .hasSize(summaries)
        .noneMatch(Compaction::isFailed);
    assertThat(ended.result().report().toMarkdown()).contains("its conversation was compacted");
    assertThat(steps).isEqualTo(STEPS + 3);
  }

  @Test
  void theFinalTreeIsThatOfAWindowThatHoldsItAll() throws Exception {
    Ended ended = run(Vendor.ANTHROPIC, 10_000_000, CompactionPolicy.standard());

    assertThat(ended.result().reason()).isEqualTo(EndReason.MERGED);
    assertThat(ended.files()).isEqualTo(finalTree());
    assertThat(summaries).isZero();
    assertThat(longestPrompt).isGreaterThan(2 * WINDOW);
  }

  @Test
  void withoutCompactionItEndsWhereTheWindowIsFull() throws Exception {
    Ended ended = run(Vendor.ANTHROPIC, WINDOW, CompactionPolicy.off());

    assertThat(ended.result().reason()).isEqualTo(EndReason.CONTEXT_EXHAUSTED);
    assertThat(steps).isLessThan(STEPS / 2);
  }

  private record Ended(RunResult result, Map<String, String> files) {}

  private Ended run(Vendor vendor, long window, CompactionPolicy policy) throws Exception {
    InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(files());
    try (ScriptedModelServer server =
            ScriptedModelServer.builder().api(vendor.api).time(time).model(this::reply).start();
        Nightshift engine =
            Nightshift.builder(workspaces)
                .provider(new Windowed(vendor.connect(server.baseUrl(), time), window))
                .pipeline("long", pipeline(vendor, policy))
                .budget(BudgetPolicy.unlimited())
                .journal(Journal.inMemory())
                .time(time)
                .build()) {
      RunResult result = engine.dispatch(Task.builder("Say VERBENA").build(), "long").await();

      server.assertExhausted();
      assertThat(result.report().spend().view().spent().cost()).isEqualTo(server.bill());
      assertThat(engine.replay(result.report().runId()).report().toJson())
          .isEqualTo(result.report().toJson());
      return new Ended(result, workspaces.targetFiles());
    }
  }

  private static StandardPipeline pipeline(Vendor vendor, CompactionPolicy policy) {
    return StandardPipeline.builder()
        .implementer(
            ModelImplementer.builder(ModelId.parse(vendor.implementer))
                .maxSteps(STEPS + 10)
                .compaction(policy)
                .build())
        .reviewer(ModelReviewer.using(vendor.reviewer))
        .gate((candidate, context) -> GateResult.passed("tests", "all passed"))
        .delivery(Delivery.merge())
        .build();
  }

  private Reply reply(RecordedRequest request) {
    return request.toolNames().contains("submit_review") ? review(request) : implement(request);
  }

  private Reply implement(RecordedRequest request) {
    String shown = request.bodyText();
    int done = done(shown);
    if (request.lastUserText().contains(ASKED)) {
      summaries++;
      return Reply.text(
          "## Task\nsay a word\n## Done\nup to step-"
              + done
              + "\n## Pending\nthe rest\n## Files\n"
              + "out/\n## Decisions\nnone\n## Failing tests\nnone");
    }
    steps++;
    if (done < STEPS) {
      return step(done + 1, shown);
    }
    if (!shown.contains("MUGWORT")) {
      return Reply.toolUse("finish", "{\"summary\":\"done\"}");
    }
    return shown.contains("\"asked.txt") || shown.contains("asked.txt\\\"")
        ? Reply.toolUse("finish", "{\"summary\":\"done again\"}")
        : Reply.toolUse("write_file", "{\"path\":\"asked.txt\",\"content\":\"MUGWORT\\n\"}");
  }

  /** Reads a part, or writes down the word of the task; the path says which step it is. */
  private static Reply step(int step, String shown) {
    ContentBlock thought = new ContentBlock.Thinking("Next.", "s" + step);
    String word = shown.contains("VERBENA") ? "VERBENA" : "forgotten";
    return step % 3 == 0
        ? Reply.of(
            thought,
            Reply.use(
                "write_file",
                "{\"path\":\"" + written(step) + "\",\"content\":\"" + word + step + "\\n\"}"))
        : Reply.of(thought, Reply.use("read_file", "{\"path\":\"" + read(step) + "\"}"));
  }

  private static int done(String shown) {
    int done = 0;
    Matcher step = STEP.matcher(shown.substring(Math.max(0, shown.length() - LOOKED_BACK)));
    while (step.find()) {
      done = Math.max(done, Integer.parseInt(step.group(1)));
    }
    return done;
  }

  private Reply review(RecordedRequest request) {
    boolean isSecond = request.firstUserText().contains("R1");
    return Reply.toolUse(
        "submit_review",
        isSecond
            ? "{\"verdict\":\"approve\",\"closes\":[\"R1\"],\"findings\":[],\"criteria\":[]}"
            : "{\"verdict\":\"request_changes\",\"criteria\":[],\"findings\":[],\"request\":{"
                + "\"path\":\"out/step-3.txt\",\"line\":1,\"category\":\"LOGIC_EDGE_CASE\","
                + "\"problem\":\"one word is missing\",\"required_change\":\"add MUGWORT\","
                + "\"how_to_verify\":\"read it\"}}");
  }

  private static Map<String, String> files() {
    Map<String, String> files = new TreeMap<>(Map.of("a.txt", "one\n"));
    for (int step = 1; step <= STEPS; step++) {
      if (step % 3 != 0) {
        files.put(read(step), "int value = compute(input, offset);\n".repeat(75));
      }
    }
    return files;
  }

  private static Map<String, String> finalTree() {
    Map<String, String> files = new TreeMap<>(files());
    for (int step = 3; step <= STEPS; step += 3) {
      files.put(written(step), "VERBENA" + step + "\n");
    }
    files.put("asked.txt", "MUGWORT\n");
    return files;
  }

  private static String read(int step) {
    return "src/step-" + step + ".java";
  }

  private static String written(int step) {
    return "out/step-" + step + ".txt";
  }

  /** A provider whose models have another window, and that sends nothing longer. */
  private final class Windowed implements ModelProvider {
    private final ModelProvider provider;
    private final long window;

    Windowed(ModelProvider provider, long window) {
      this.provider = provider;
      this.window = window;
    }

    @Override
    public String name() {
      return provider.name();
    }

    @Override
    public ModelFacts facts(ModelId id) {
      return provider.facts(id).withLimits(new ModelLimits(window, 8_000));
    }

    @Override
    public ModelResponse complete(ModelRequest request, CallContext context)
        throws InterruptedException {
      longestPrompt =
          Math.max(
              longestPrompt,
              TokenEstimator.byBytes().upperBound(request) / 4 + request.maxOutputTokens());
      return provider.complete(request, context);
    }
  }
}
