package dev.nightshift.examples.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Category;
import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The kinds of runs that are recorded, by what happens in them. */
enum Kind {
  MERGED,
  BEST_OF_TWO {
    @Override
    String pipeline(String turn) {
      return "forks";
    }
  },
  MERGED_AFTER_REVISIONS {
    @Override
    GateResult gate(Stage stage, MergeCandidate candidate, int asked) {
      return asked == 1 ? red() : super.gate(stage, candidate, asked);
    }

    @Override
    Review review(ReviewRequest request, int asked) {
      return asked == 1
          ? Review.changesRequested(request("A.java", "say why"))
          : Review.approvedClosing(request.openRequests());
    }
  },
  HIGH_RISK {
    @Override
    void ask(TaskBuilder task) {
      task.risk(Risk.HIGH).acceptance("the text is kind");
    }

    @Override
    Review review(ReviewRequest request, int asked) {
      return new Review.Approved(
          List.of(new Finding("A.java", 1, Category.OTHER, "odd \u0000 text")),
          List.of(new CriterionVerdict(0, true, "it is")));
    }
  },
  NOTHING_TO_DO {
    @Override
    Outcome implement(Stage stage, Assignment assignment, int round) throws InterruptedException {
      return new Outcome.NothingToDo("it is done already", "A.java says so");
    }
  },
  EMPTY_DIFF {
    @Override
    Outcome implement(Stage stage, Assignment assignment, int round) throws InterruptedException {
      return new Outcome.Changed("I changed it");
    }
  },
  NEEDS_CLARIFICATION {
    @Override
    Outcome implement(Stage stage, Assignment assignment, int round) throws InterruptedException {
      assignment.decided(new DecisionNote("which", "none", "nobody said"));
      return new Outcome.NeedsClarification("Which of the two?");
    }
  },
  GATE_FAILED {
    @Override
    GateResult gate(Stage stage, MergeCandidate candidate, int asked) {
      return red();
    }
  },
  REVIEW_REJECTED {
    @Override
    Review review(ReviewRequest request, int asked) {
      String what = List.of("rename it", "close the stream", "bound the loop").get(asked % 3);
      return Review.changesRequested(request("A.java", what));
    }
  },
  BLOCKED {
    @Override
    void ask(TaskBuilder task) {
      String title = task.build().title();
      task.after("first " + title.substring(title.indexOf(' ') + 1));
    }

    @Override
    Optional<Task> before(String key) {
      return Optional.of(Task.builder(GATE_FAILED + " before").dispatchKey(key).build());
    }
  },
  ESCALATED {
    @Override
    Review review(ReviewRequest request, int asked) {
      return new Review.Escalated("a human has to decide", List.of(), List.of());
    }
  },
  DISPUTED {
    @Override
    Outcome implement(Stage stage, Assignment assignment, int round) throws InterruptedException {
      return round == 1
          ? super.implement(stage, assignment, round)
          : new Outcome.Changed("it is right as it stands");
    }

    @Override
    Review review(ReviewRequest request, int asked) {
      return asked == 1
          ? Review.changesRequested(request("A.java", "say why"))
          : Review.approvedClosing(request.openRequests());
    }
  },
  STEP_LIMIT("step_limit"),
  STUCK("stuck"),
  ENVIRONMENT("environment"),
  CONTEXT_EXHAUSTED("context_exhausted"),
  BUDGET_EXHAUSTED {
    @Override
    Outcome implement(Stage stage, Assignment assignment, int round) throws InterruptedException {
      super.implement(stage, assignment, round);
      return talk(assignment, 100);
    }
  },
  TIME_LIMIT {
    @Override
    Outcome implement(Stage stage, Assignment assignment, int round) throws InterruptedException {
      super.implement(stage, assignment, round);
      stage.time.advance(Duration.ofDays(2));
      return talk(assignment, 100);
    }
  },
  PAID {
    @Override
    Outcome implement(Stage stage, Assignment assignment, int round) throws InterruptedException {
      super.implement(stage, assignment, round);
      return talk(assignment, 100);
    }
  },
  MODEL_UNAVAILABLE {
    @Override
    Outcome implement(Stage stage, Assignment assignment, int round) throws InterruptedException {
      throw ModelException.builder(ModelErrorKind.AUTHENTICATION, "the key is wrong").build();
    }
  },
  CONFLICTED {
    @Override
    Outcome implement(Stage stage, Assignment assignment, int round) throws InterruptedException {
      Outcome outcome = super.implement(stage, assignment, round);
      stage.moveTarget(Map.of("A.java", "somebody else " + round + "\n"));
      return outcome;
    }
  },
  MOVED {
    @Override
    GateResult gate(Stage stage, MergeCandidate candidate, int asked) {
      if (asked == 1) {
        stage.moveTarget(Map.of("B.java", "of another\n"));
      }
      return super.gate(stage, candidate, asked);
    }
  },
  FLAKY {
    @Override
    Outcome implement(Stage stage, Assignment assignment, int round) throws InterruptedException {
      return round == 1
          ? super.implement(stage, assignment, round)
          : new Outcome.Changed("nothing was wrong");
    }

    @Override
    GateResult gate(Stage stage, MergeCandidate candidate, int asked) {
      return asked == 1 ? red() : super.gate(stage, candidate, asked);
    }
  },
  LEFT_OUT {
    @Override
    Outcome implement(Stage stage, Assignment assignment, int round) throws InterruptedException {
      write(assignment, "notes.log", "ignored\n");
      return super.implement(stage, assignment, round);
    }
  },
  CANCELLED {
    @Override
    Outcome implement(Stage stage, Assignment assignment, int round) throws InterruptedException {
      Outcome outcome = super.implement(stage, assignment, round);
      stage.run(assignment.run()).cancel("no longer wanted");
      return outcome;
    }
  },
  INTERRUPTED {
    @Override
    Outcome implement(Stage stage, Assignment assignment, int round) throws InterruptedException {
      super.implement(stage, assignment, round);
      throw new InterruptedException("somebody interrupted the thread");
    }
  },
  ROLE_FAILS {
    @Override
    Outcome implement(Stage stage, Assignment assignment, int round) throws InterruptedException {
      super.implement(stage, assignment, round);
      throw new IllegalStateException();
    }
  },
  GATE_FAILS {
    @Override
    GateResult gate(Stage stage, MergeCandidate candidate, int asked) {
      throw new IllegalArgumentException("the gate is broken");
    }
  },
  REVIEWER_FAILS {
    @Override
    Review review(ReviewRequest request, int asked) {
      throw new AssertionError("the reviewer is broken");
    }
  },
  ACCEPTED("", Decision.ACCEPTED),
  REJECTED("", Decision.REJECTED),
  REVISED("", Decision.REVISED),
  ANSWERED("", Decision.ANSWERED) {
    @Override
    Outcome implement(Stage stage, Assignment assignment, int round) throws InterruptedException {
      return round == 1
          ? new Outcome.NeedsClarification("Which of the two?")
          : super.implement(stage, assignment, round);
    }
  },
  ASKED {
    @Override
    String pipeline(String turn) {
      return "asking";
    }
  },
  /** Models work in both roles, by their tools. */
  MODELS {
    @Override
    String pipeline(String turn) {
      return "models";
    }
  };

  private final String stop;
  private final Decision decision;

  Kind() {
    this("");
  }

  /** A role that gives up for this reason, if it is none of its own. */
  Kind(String stop) {
    this(stop, Decision.NONE);
  }

  Kind(String stop, Decision decision) {
    this.stop = stop;
    this.decision = decision;
  }

  static Kind of(Task task) {
    return valueOf(task.title().substring(0, task.title().indexOf(' ')));
  }

  void ask(TaskBuilder task) {}

  /** A task that a run of this kind waits for in vain, under a key. */
  Optional<Task> before(String key) {
    return Optional.empty();
  }

  /** The name of the pipeline, if it is not the one whose turn it is. */
  String pipeline(String turn) {
    return decision.pipeline(turn);
  }

  /** What a human decides when the run has ended. */
  Decision decision() {
    return decision;
  }

  /** How it ends by the standard pipeline, or by its own. */
  EndReason end() {
    return switch (this) {
      case HIGH_RISK, REVISED, FLAKY -> EndReason.PROPOSED;
      case ROLE_FAILS, GATE_FAILS, REVIEWER_FAILS -> EndReason.ERROR;
      case BEST_OF_TWO, MERGED_AFTER_REVISIONS, DISPUTED, PAID, MOVED, LEFT_OUT -> EndReason.MERGED;
      case ACCEPTED, ANSWERED, ASKED, MODELS -> EndReason.MERGED;
      default -> new EndReason(name().toLowerCase(Locale.ROOT));
    };
  }

  /** What the run may cost. */
  Money budget() {
    return Money.usd(this == BUDGET_EXHAUSTED ? "0.00001" : "1.00");
  }

  Outcome implement(Stage stage, Assignment assignment, int round) throws InterruptedException {
    write(assignment, "A.java", "round " + round + "\n");
    write(assignment, "docs/new " + round + ".txt", "ä\r\nno end");
    assignment.decided(new DecisionNote("file", "A.java", "it is there"));
    return stop.isEmpty()
        ? new Outcome.Changed("wrote A.java")
        : new Outcome.Stopped(new EndReason(stop), "the role gave up");
  }

  GateResult gate(Stage stage, MergeCandidate candidate, int asked) {
    return GateResult.builder("tests", true, "all passed")
        .command("make test")
        .tests(new TestEvidence(12, 0, 1, List.of()))
        .duration(Duration.ofMillis(1_234))
        .build();
  }

  Review review(ReviewRequest request, int asked) {
    return Review.approvedClosing(request.openRequests());
  }

  private static GateResult red() {
    return GateResult.builder("tests", false, "1 failed")
        .command("make test")
        .tests(new TestEvidence(12, 1, 0, List.of("A.b: boom"), List.of("A.b")))
        .duration(Duration.ofMillis(999))
        .build();
  }

  private static RevisionRequest request(String path, String change) {
    return new RevisionRequest(
        new Finding(path, 1, Category.LOGIC_EDGE_CASE, "one has to " + change), change, "read it");
  }

  private static void write(Assignment assignment, String path, String text) {
    assignment.workspace().files().write(path, text.getBytes(UTF_8));
  }

  private static Outcome talk(Assignment assignment, int maxOutputTokens)
      throws InterruptedException {
    assignment
        .conversation(
            ConversationSpec.builder(ModelId.parse("fake:small"))
                .maxOutputTokens(maxOutputTokens)
                .build())
        .send(UserTurn.text("Is it right?"));
    return new Outcome.Changed("wrote A.java and asked");
  }
}
