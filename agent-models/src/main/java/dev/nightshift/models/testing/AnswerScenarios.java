package dev.nightshift.models.testing;

import static dev.nightshift.models.testing.ContractScene.equal;
import static dev.nightshift.models.testing.ContractScene.require;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.models.testing.ModelProviderContract.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is read of answers, and what of them is sent back. */
final class AnswerScenarios {
  static final Pattern END_OF_EVENT = Pattern.compile("\r?\n\r?\n");
  private static final ContentBlock.Thinking THOUGHT =
      new ContentBlock.Thinking(
          "Is it \"A\\B\"? Gr\u00f6\u00dfer:\n\u4e16\u754c. Read twice.", "EsQ+/b64==");

  private static final ContentBlock.Other UNKNOWN =
      new ContentBlock.Other(
          "moonrise", "{\"type\":\"moonrise\",\"id\":\"m1\",\"phase\":[1.50,null]}");

  private AnswerScenarios() {}

  static void addTo(Map<String, Check> checks) {
    checks.put("a text is read whole", AnswerScenarios::text);
    checks.put("a tool is asked for and its result goes back", AnswerScenarios::toolUse);
    checks.put("tools asked for at once are told apart", AnswerScenarios::parallelTools);
    checks.put("empty arguments are an empty object", AnswerScenarios::emptyArguments);
    checks.put("arguments that were cut off are not empty ones", AnswerScenarios::cutArguments);
    checks.put("duplicate and missing ids are made unique", AnswerScenarios::oddIds);
    checks.put("what was thought goes back byte for byte", AnswerScenarios::thoughtGoesBack);
    checks.put("what was thought is kept from another model", AnswerScenarios::thoughtIsStripped);
    checks.put("what says nothing is sent as the API takes it", AnswerScenarios::nothingSaid);
    checks.put("an answer cut at its limit says so", AnswerScenarios::cutAtMaxTokens);
    checks.put("a refusal of the model says so", AnswerScenarios::refusal);
    checks.put("unknown events and blocks do no harm", AnswerScenarios::unknown);
    checks.put(
        "an event of nobody is skipped though it is no JSON", AnswerScenarios::foreignEvents);
    checks.put("what nobody knows goes back to its own model", AnswerScenarios::unknownGoesBack);
    checks.put("counts of tokens are disjoint", AnswerScenarios::usage);
    checks.put("a missing usage is bounded and estimated", AnswerScenarios::usageMissing);
  }

  private static void text(ContractScene scene) throws InterruptedException {
    String said =
        "Gr\u00fc\u00dfe \u2014 \"\u4e16\u754c\" \\ \ud83d\udc4d\n\tof some length, in pieces";
    AssistantTurn turn = answer(scene, Reply.text(said));
    equal(List.of(new ContentBlock.Text(said)), turn.blocks(), "the answer");
    equal(StopReason.END_TURN, turn.stopReason(), "its stop reason");
    equal(scene.ask().model(), turn.producer(), "its producer");
  }

  private static void toolUse(ContractScene scene) throws InterruptedException {
    String arguments = "{\"path\":\"src/A B.java\",\"lines\":[1,2.50]}";
    AssistantTurn turn = answer(scene, Reply.toolUse("read_file", arguments));
    equal(StopReason.TOOL_USE, turn.stopReason(), "the stop reason");
    equal(1, turn.toolUses().size(), "the number of calls");
    ContentBlock.ToolUse use = turn.toolUses().get(0);
    equal("read_file", use.name(), "the tool");
    equal(JsonValue.parse(arguments), JsonValue.parse(use.argumentsJson()), "the arguments");
    requireResultsGoBack(scene, turn);
  }

  private static void parallelTools(ContractScene scene) throws InterruptedException {
    AssistantTurn turn =
        answer(
            scene,
            Reply.of(
                new ContentBlock.Text("Both."),
                Reply.use("read_file", "{\"path\":\"A\"}"),
                Reply.use("read_file", "{\"path\":\"B\"}")));
    equal(StopReason.TOOL_USE, turn.stopReason(), "the stop reason");
    equal(List.of("A", "B"), paths(turn), "the files asked for");
    equal("Both.", texts(turn), "what is said beside the calls");
    requireDistinctIds(turn);
    requireResultsGoBack(scene, turn);
  }

  private static void emptyArguments(ContractScene scene) throws InterruptedException {
    AssistantTurn turn = answer(scene, Reply.toolUse("read_file", ""));
    equal(1, turn.toolUses().size(), "the number of calls");
    equal("{}", turn.toolUses().get(0).argumentsJson().replace(" ", ""), "the arguments");
    requireResultsGoBack(scene, turn);
  }

  private static void cutArguments(ContractScene scene) throws InterruptedException {
    AssistantTurn turn =
        answer(scene, Reply.toolUse("read_file", "").withStopReason(StopReason.MAX_TOKENS));
    equal(StopReason.MAX_TOKENS, turn.stopReason(), "the stop reason");
    equal(1, turn.toolUses().size(), "the number of calls");
    equal("", turn.toolUses().get(0).argumentsJson().strip(), "the arguments that did not come");
    requireResultsGoBack(scene, turn);
  }

  private static void oddIds(ContractScene scene) throws InterruptedException {
    AssistantTurn turn =
        answer(
            scene,
            Reply.of(
                new ContentBlock.ToolUse("same_1", "read_file", "{\"path\":\"A\"}"),
                new ContentBlock.ToolUse("same_1", "read_file", "{\"path\":\"B\"}"),
                new ContentBlock.ToolUse(" ", "read_file", "{\"path\":\"C\"}")));
    equal(List.of("A", "B", "C"), paths(turn), "the files asked for");
    requireDistinctIds(turn);
    requireResultsGoBack(scene, turn);
  }

  private static void thoughtGoesBack(ContractScene scene) throws InterruptedException {
    AssistantTurn turn = answerWithThought(scene);
    scene.answers(Reply.text("Done."));
    scene.complete(scene.goOn(turn));
    List<String> fragments = scene.speaker().sentBack(THOUGHT);
    for (String fragment : fragments) {
      require(
          scene.lastBody().contains(fragment),
          fragment + " is not in the next request to the model");
    }
    if (fragments.isEmpty()) {
      requireNoThought(scene);
    }
  }

  private static void thoughtIsStripped(ContractScene scene) throws InterruptedException {
    AssistantTurn turn = answerWithThought(scene);
    scene.answers(Reply.text("Done."));
    scene.complete(scene.toTheOtherModel(scene.goOn(turn)));
    requireNoThought(scene);
    require(
        scene.lastBody().contains("read_file")
            && scene.lastBody().contains(ContractScene.result(0)),
        "the call and its result are not in the request to the other model");
  }

  private static AssistantTurn answerWithThought(ContractScene scene) throws InterruptedException {
    AssistantTurn turn =
        answer(scene, Reply.of(THOUGHT, Reply.use("read_file", "{\"path\":\"A\"}")));
    String thought =
        turn.blocks().stream()
            .filter(ContentBlock.Thinking.class::isInstance)
            .map(block -> ((ContentBlock.Thinking) block).text())
            .collect(Collectors.joining());
    equal(THOUGHT.text(), thought, "what was thought");
    return turn;
  }

  private static void requireNoThought(ContractScene scene) {
    for (String part : List.of("Read twice.", THOUGHT.signature())) {
      require(!scene.lastBody().contains(part), "'" + part + "' was sent to who cannot read it");
    }
  }

  private static void nothingSaid(ContractScene scene) throws InterruptedException {
    AssistantTurn calls =
        answer(scene, Reply.of(Reply.use("read_file", "{}"), Reply.use("read_file", "{}")));
    List<ContentBlock> results = new ArrayList<>();
    results.add(new ContentBlock.Text("\n"));
    calls
        .toolUses()
        .forEach(
            use -> results.add(new ContentBlock.ToolResult(use.id(), " ", results.size() > 1)));
    Transcript blank = Transcript.empty().plus(UserTurn.text(" "));
    Transcript silent =
        blank
            .plus(AssistantTurn.of(scene.ask().model(), StopReason.END_TURN, List.of()))
            .plus(UserTurn.text(""))
            .plus(calls)
            .plus(UserTurn.of(results));
    for (Transcript transcript : List.of(blank, silent)) {
      ModelRequest request = scene.ask().toBuilder().system("").transcript(transcript).build();
      for (ModelRequest asked : List.of(request, scene.toTheOtherModel(request))) {
        scene.answers(Reply.text("Done."));
        equal("Done.", texts(scene.complete(asked).turn()), "the answer");
      }
    }
  }

  private static void cutAtMaxTokens(ContractScene scene) throws InterruptedException {
    AssistantTurn turn =
        answer(scene, Reply.text("half a sen").withStopReason(StopReason.MAX_TOKENS));
    equal(StopReason.MAX_TOKENS, turn.stopReason(), "the stop reason");
    equal("half a sen", texts(turn), "the text");
  }

  private static void refusal(ContractScene scene) throws InterruptedException {
    AssistantTurn turn = answer(scene, Reply.text("I cannot.").withStopReason(StopReason.REFUSAL));
    equal(StopReason.REFUSAL, turn.stopReason(), "the stop reason");
  }

  private static void foreignEvents(ContractScene scene) throws InterruptedException {
    String foreign = ": comment\n\nevent: ping\ndata: ping\n\nevent: keepalive\ndata:\n\n";
    scene.answersWith(
        Reply.text("It is done."),
        (speaker, stream) -> {
          Matcher first = END_OF_EVENT.matcher(stream);
          int at = first.find() ? first.end() : 0;
          return Reply.raw(
              "text/event-stream",
              foreign + stream.substring(0, at) + foreign + stream.substring(at));
        });
    equal("It is done.", texts(scene.complete(scene.ask()).turn()), "the answer");
  }

  private static void unknown(ContractScene scene) throws InterruptedException {
    Reply reply =
        Reply.of(new ContentBlock.Text("before "), UNKNOWN, new ContentBlock.Text("after"));
    scene.answersWith(
        reply,
        (speaker, stream) -> {
          Matcher first = END_OF_EVENT.matcher(stream);
          int at = first.find() ? first.end() : 0;
          return Reply.raw(
              "text/event-stream",
              stream.substring(0, at) + speaker.unknownEvent() + stream.substring(at));
        });
    AssistantTurn turn = scene.complete(scene.ask()).turn();
    equal("before after", texts(turn), "the known part of the answer");
    equal(StopReason.END_TURN, turn.stopReason(), "the stop reason");
    scene.answers(Reply.text("Done."));
    equal("Done.", texts(scene.complete(scene.goOn(turn)).turn()), "the next answer");
  }

  private static void unknownGoesBack(ContractScene scene) throws InterruptedException {
    AssistantTurn turn =
        answer(scene, Reply.of(UNKNOWN, Reply.use("read_file", "{\"path\":\"A\"}")));
    scene.answers(Reply.text("Done."));
    scene.complete(scene.goOn(turn));
    List<String> fragments = scene.speaker().sentBack(UNKNOWN);
    for (String fragment : fragments) {
      require(
          scene.lastBody().contains(fragment),
          fragment + " is not in the next request to the model");
    }
    require(
        !fragments.isEmpty() || !scene.lastBody().contains(UNKNOWN.kind()),
        "what the API takes not back was sent");
    scene.answers(Reply.text("Done."));
    scene.complete(scene.toTheOtherModel(scene.goOn(turn)));
    require(
        !scene.lastBody().contains(UNKNOWN.kind()),
        "what only one model may know was sent to another one");
  }

  private static void usage(ContractScene scene) throws InterruptedException {
    long written = scene.speaker().countsCacheWrites() ? 128 : 0;
    TokenUsage told =
        TokenUsage.builder()
            .input(48)
            .cacheRead(1024)
            .cacheWrite(Duration.ofMinutes(5), written)
            .output(90)
            .reasoning(64)
            .build();
    scene.answers(Reply.text("hi").withUsage(told));
    TokenUsage usage = scene.complete(scene.ask()).usage();
    equal(
        List.of(48L, 1024L, written, 90L, 64L),
        List.of(
            usage.input(),
            usage.cacheRead(),
            usage.cacheWrites().total(),
            usage.output(),
            usage.reasoning()),
        "input, cache reads, cache writes, output and reasoning");
    require(!usage.isEstimated(), "an exact usage is called estimated");
  }

  private static void usageMissing(ContractScene scene) throws InterruptedException {
    scene.answers(Reply.text("hi").withoutUsage());
    ModelResponse response = scene.complete(scene.ask());
    equal("hi", texts(response.turn()), "the answer");
    TokenUsage usage = response.usage();
    require(usage.isEstimated(), "a usage that nobody told is called exact");
    equal((long) ContractScene.MAX_OUTPUT_TOKENS, usage.output(), "the bound of the output");
    long sent = scene.ask().system().length() / 4;
    require(usage.totalInput() >= sent, "the input is bounded by " + usage.totalInput());
  }

  private static AssistantTurn answer(ContractScene scene, Reply reply)
      throws InterruptedException {
    scene.answers(reply);
    return scene.complete(scene.ask()).turn();
  }

  private static void requireResultsGoBack(ContractScene scene, AssistantTurn turn)
      throws InterruptedException {
    scene.answers(Reply.text("Done."));
    scene.complete(scene.goOn(turn));
    int from = 0;
    for (int i = 0; i < turn.toolUses().size(); i++) {
      int at = scene.lastBody().indexOf(ContractScene.result(i), from);
      require(at >= 0, "the result of call " + i + " did not go back in its place");
      from = at;
    }
  }

  private static void requireDistinctIds(AssistantTurn turn) {
    Set<String> ids = new HashSet<>();
    for (ContentBlock.ToolUse use : turn.toolUses()) {
      require(!use.id().isBlank(), "a call has no id");
      require(ids.add(use.id()), "two calls have the id " + use.id());
    }
  }

  private static List<String> paths(AssistantTurn turn) {
    return turn.toolUses().stream()
        .map(use -> JsonValue.parse(use.argumentsJson()).text("path", ""))
        .toList();
  }

  private static String texts(AssistantTurn turn) {
    return turn.blocks().stream()
        .filter(ContentBlock.Text.class::isInstance)
        .map(block -> ((ContentBlock.Text) block).text())
        .collect(Collectors.joining());
  }
}
