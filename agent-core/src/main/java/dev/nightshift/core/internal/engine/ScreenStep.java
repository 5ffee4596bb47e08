package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.internal.evidence.RoleName;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.screen.ScreenRequest;
import dev.nightshift.core.screen.Screening;
import dev.nightshift.core.screen.TaskScreen;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.TreeView;
import java.util.List;
import java.util.Objects;

/** Has a task looked at before anybody works on it. Used by the one thread of its branch. */
final class ScreenStep {
  private static final String CONVERSATION = "screen";
  private final RunContext context;
  private final MergeQueue queue;
  private final RunLog log;

  ScreenStep(RunContext context, MergeQueue queue, RunLog log) {
    this.context = context;
    this.queue = queue;
    this.log = log;
  }

  Screening run(TaskScreen screen) throws InterruptedException {
    context.softLimits.begin(AgentRole.SCREEN);
    String name = RoleName.ofScreen(screen);
    Screening said =
        context.steps.onceForced(
            "screen/" + name,
            Screening.class,
            () ->
                Objects.requireNonNull(
                    context.time.as(AgentRole.SCREEN, () -> screen.screen(new Request())),
                    "the screen returned null; return a Screening, for example"
                        + " Screening.accepted"));
    if (said.verdict() == Screening.Verdict.UNANSWERED) {
      log.decided(
          List.of(
              new DecisionNote(
                  "The task was not screened",
                  "the work began all the same",
                  "screen '" + VisibleText.name(name) + "' gave no answer: " + said.detail())));
    }
    context.events.emit(
        "screen.finished",
        RunEvents.attributes(
            "screen",
            name,
            "verdict",
            said.verdict().name(),
            "questions",
            said.questions().size()));
    context.throwIfStopped();
    return said;
  }

  /** What is read by it is no part of what the run read. */
  private final class Request implements ScreenRequest {
    @Override
    public RunId run() {
      return context.id;
    }

    @Override
    public Task task() {
      return context.task;
    }

    @Override
    public TreeView files() {
      return queue.view(context.branch, Objects.requireNonNull(log.plan).baseCommit());
    }

    @Override
    public Conversation conversation(ConversationSpec spec, Money most) {
      context.meter.bounds().bind(AgentRole.SCREEN, most);
      return RecordedTurns.open(context, spec, AgentRole.SCREEN, CONVERSATION);
    }
  }
}
