package dev.nightshift.examples.trial;

import dev.nightshift.core.model.AgentRole;
import dev.nightshift.examples.kill.Deed;
import dev.nightshift.examples.script.ModelTurn;
import dev.nightshift.examples.script.ScriptPlayer;
import dev.nightshift.examples.script.ToolCall;
import dev.nightshift.models.testing.RecordedRequest;
import dev.nightshift.models.testing.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Models for many tasks that know nothing but what a request shows them, so that it makes no
 * difference to them in which process a conversation began. Each task has them write one file; some
 * of the tasks they ask about first.
 */
final class BatchModels implements Function<RecordedRequest, Reply> {
  /** What somebody who sends work back asks for. */
  static final String REQUEST = Deed.REQUEST;

  /** What they need to know before they can do the one task. */
  static final String QUESTION = "Which colour?";

  static final String ANSWER = Deed.SAID;
  private static final Pattern TASK = Pattern.compile("nightshift-batch/(\\d+)\\.\\w+");
  private static final JsonMapper JSON = JsonMapper.shared();
  private final IntFunction<Duration> delay;
  private final IntPredicate asksAbout;
  private final Map<String, LongAdder> served = new ConcurrentHashMap<>();

  /** Models that take so long for each answer, and ask about the tasks of such numbers. */
  BatchModels(Duration delay, IntPredicate asksAbout) {
    this(task -> delay, asksAbout);
  }

  /** Models that take so long for each answer about a task of that number. */
  BatchModels(IntFunction<Duration> delay, IntPredicate asksAbout) {
    this.delay = delay;
    this.asksAbout = asksAbout;
  }

  static String file(int task) {
    return file(task, "txt");
  }

  /** The file of a task that says so; what its name ends with is of no matter here. */
  static String file(int task, String extension) {
    return "nightshift-batch/" + task + "." + extension;
  }

  @Override
  public Reply apply(RecordedRequest request) {
    JsonNode messages = JSON.readTree(request.body()).path("messages");
    String shown = messages.toString();
    Matcher task = task(shown);
    int number = Integer.parseInt(task.group(1));
    boolean isReview = request.toolNames().contains("submit_review");
    AgentRole role = isReview ? AgentRole.REVIEWER : AgentRole.IMPLEMENTER;
    served.computeIfAbsent(number + role.name(), first -> new LongAdder()).increment();
    ModelTurn turn =
        isReview
            ? ModelTurn.of("", ToolCall.approve(1, "the file is there"))
            : implement(number, task.group(), shown, messages);
    return ScriptPlayer.reply(turn).delayed(delay.apply(number));
  }

  /** The number of the task that a request is about. */
  static int taskOf(RecordedRequest request) {
    return Integer.parseInt(
        task(JSON.readTree(request.body()).path("messages").toString()).group(1));
  }

  private static Matcher task(String shown) {
    Matcher task = TASK.matcher(shown);
    if (!task.find()) {
      throw new IllegalStateException("the request names no file of the batch: " + shown);
    }
    return task;
  }

  /** How many requests of a role about a task came here, answered or not. */
  long served(int task, AgentRole role) {
    LongAdder count = served.get(task + role.name());
    return count == null ? 0 : count.sum();
  }

  private ModelTurn implement(int number, String file, String shown, JsonNode messages) {
    if (asksAbout.test(number) && !shown.contains(ANSWER)) {
      return ModelTurn.of("", new ToolCall("blocked", Map.of("question", QUESTION)));
    }
    boolean isSentBack = shown.contains(REQUEST);
    return writes(messages) < (isSentBack ? 2 : 1)
        ? ModelTurn.of(
            "", ToolCall.write(file, "task " + number + (isSentBack ? " VERBENA\n" : "\n")))
        : ModelTurn.of("", ToolCall.finish("wrote " + file));
  }

  private static long writes(JsonNode messages) {
    return messages
        .valueStream()
        .flatMap(message -> message.path("content").valueStream())
        .filter(block -> block.path("type").asString("").equals("tool_use"))
        .filter(block -> block.path("name").asString("").equals("write_file"))
        .count();
  }
}
