package dev.nightshift.examples.replay;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.event.RunEvent;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ManualTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the roles of a recorded run can reach: the target, the clock, and the run itself. */
final class Stage {
  /** The one question that is answered. */
  static final String ANSWERED = "Which of the two?";

  final ManualTime time = ManualTime.create();
  private final Consumer<Map<String, String>> target;
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private Function<RunId, Run> runs =
      id -> {
        throw new IllegalStateException("no engine yet");
      };

  Stage(Consumer<Map<String, String>> target) {
    this.target = target;
  }

  void found(Function<RunId, Run> byId) {
    runs = byId;
  }

  /** Answers a question as soon as it is asked. */
  void heard(RunEvent event) {
    if (event.name().equals("run.asked") && event.text("question").orElse("").equals(ANSWERED)) {
      run(event.run()).answer(ANSWERED, "the first of them");
    }
  }

  Run run(RunId id) {
    return runs.apply(id);
  }

  /** How often somebody was asked in the run of a task, this time included. */
  int asked(String who, Task task) {
    return asked.merge(who + " " + task.title(), 1, Integer::sum);
  }

  void moveTarget(Map<String, String> files) {
    target.accept(files);
  }
}
