package dev.nightshift.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RecordedFailureException;
import dev.nightshift.core.gate.GateContext;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever a pipeline does in whatever order, with gates and reviewers that say anything, and
 * wherever its process ends: what lands has no red and no objection, and the report tells them all.
 */
@Timeout(120)
class RandomCourseTest {
  private static final int COURSES = 16;

  /** One letter for each step of a course, more often where more can go wrong. */
  private static final String STEPS = "IMMttccAAaabbTDDD";

  private static final Review.Escalated NO =
      new Review.Escalated("it leaks", List.of(), List.of(), List.of());
  private final Task task = Task.builder("Change A").build();

  @Test
  void nothingLandsAgainstWhatWasSaid() throws Exception {
    int merged = 0;
    for (int seed = 0; seed < COURSES; seed++) {
      World whole = new World(seed);
      Journal journal = Journal.inMemory();
      RunResult uncut;
      int records;
      try (Nightshift nightshift = whole.engine(journal)) {
        Run run = nightshift.dispatch(task, "it");
        uncut = run.await();
        records = journal.read(run.id()).size();
        whole.assertHolds(uncut, seed + " whole");
        assertThat(nightshift.replay(run.id())).as("seed %s replayed", seed).isEqualTo(uncut);
      }
      merged += uncut.reason().equals(EndReason.MERGED) ? 1 : 0;
      int kept = 2 + new Random(seed).nextInt(records - 2);
      World cut = new World(seed);
      RunResult resumed = CutJournal.resumed(kept, task, cut.workspaces, cut::engine);
      cut.assertHolds(resumed, seed + " cut after " + kept);
      merged += resumed.reason().equals(EndReason.MERGED) ? 1 : 0;
    }
    assertThat(merged).as("courses that end with a landing").isGreaterThan(COURSES / 5);
  }

  /** What a candidate holds: the work, and what is on its target. */
  private record Files(String work, String target) {
    static Files of(Map<String, String> files) {
      return new Files(String.valueOf(files.get("A.java")), String.valueOf(files.get("B.java")));
    }
  }

  /** What a gate or a reviewer said of which files, behind so many records of its kind. */
  private record Said(String who, Files files, String word, int records) {}

  /** One repository, roles that say what comes next, and what they said so far. */
  private static final class World {
    final InMemoryWorkspaces workspaces =
        InMemoryWorkspaces.of(Map.of("A.java", "v0\n", "B.java", "b0\n"));
    private final int seed;
    private final Random words;
    private final boolean isCalm;
    private final List<Said> gates = new ArrayList<>();
    private final List<Said> reviews = new ArrayList<>();
    private final List<Said> objections = new ArrayList<>();
    private Journal journal = Journal.none();
    private int processes;
    private Files landed = new Files("", "");

    World(int seed) {
      this.seed = seed;
      this.words = new Random(31L * seed + 7);
      this.isCalm = seed % 4 == 0;
    }

    /** The engine of the next process; what was said and not recorded was never said. */
    Nightshift engine(Journal left) {
      journal = left;
      int gateRecords = records("gate");
      gates.removeIf(said -> said.records() >= gateRecords);
      int reviewRecords = records("review");
      reviews.removeIf(said -> said.records() >= reviewRecords);
      return Nightshift.builder(workspaces)
          .provider((request, context) -> EngineFixture.answer(request))
          .journal(left)
          .pipeline("it", pipeline(processes++))
          .build();
    }

    private int records(String kind) {
      return (int)
          journal.runs().stream()
              .flatMap(run -> journal.read(run).stream())
              .filter(line -> line.contains("\"step\":\"" + kind + "/"))
              .count();
    }

    private String word(String... all) {
      return all[isCalm ? 0 : words.nextInt(all.length)];
    }

    /** The steps of the pipeline; the next process may have one more than the one before. */
    private Pipeline pipeline(int process) {
      Random order = new Random(seed);
      StringBuilder steps = new StringBuilder("IM");
      for (int left = 6 + order.nextInt(8); left > 0; left--) {
        steps.append(STEPS.charAt(order.nextInt(STEPS.length())));
      }
      steps.append("MtcaD");
      if (process > 0 && order.nextInt(3) == 0) {
        steps.insert(2 + order.nextInt(steps.length() - 3), "xab".charAt(order.nextInt(3)));
      }
      return run -> new Course(run, this, process).run(steps.toString());
    }

    void assertHolds(RunResult result, String course) {
      if (!result.reason().equals(EndReason.MERGED)) {
        assertThat(workspaces.targetFiles()).as(course).containsEntry("A.java", "v0\n");
        return;
      }
      assertThat(gates)
          .as("%s: no gate was red on what landed", course)
          .noneMatch(said -> said.files().equals(landed) && said.word().equals("red"));
      List<String> askedAboutTheWork =
          gates.stream().filter(this::isOnLandedWork).map(Said::who).toList();
      List<String> passed =
          gates.stream()
              .filter(said -> said.files().equals(landed) && said.word().equals("green"))
              .map(Said::who)
              .toList();
      assertThat(passed).as("%s: who passed it", course).containsAll(askedAboutTheWork);
      assertThat(objections).as("%s: objections", course).isEmpty();
      assertThat(reviews).as("%s: escalations", course).noneMatch(said -> said.word().equals("no"));
      for (Said asked : reviews) {
        if (isOnLandedWork(asked)) {
          assertThat(lastWord(asked.who()))
              .as("%s: the last word of %s on %s", course, asked.who(), reviews)
              .contains("yes");
        }
      }
      assertThat(result.report().openRequests()).as(course).isEmpty();
    }

    private boolean isOnLandedWork(Said said) {
      return said.files().work().equals(landed.work());
    }

    /** Of a reviewer on this work; where only the target moved it need not be asked again. */
    private Optional<String> lastWord(String reviewer) {
      return reviews.stream()
          .filter(said -> said.who().equals(reviewer) && isOnLandedWork(said))
          .reduce((before, after) -> after)
          .map(Said::word);
    }
  }

  /** A gate by value. */
  private record Gate(String name, World world, int process) implements MergeGate {
    @Override
    public GateResult evaluate(MergeCandidate candidate, GateContext context) {
      String word = world.word("green", "green", "green", "green", "green", "red", "down");
      Files files = Files.of(world.workspaces.filesOf(candidate.mergeCommit()));
      if (process == world.processes - 1) {
        world.gates.add(new Said(name, files, word, world.records("gate")));
      }
      if (word.equals("down")) {
        throw new IllegalStateException("no answer");
      }
      return GateResult.builder(name, word.equals("green"), "").build();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Gate gate && gate.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  /** A reviewer by value, which closes what it requested once it approves. */
  private record Judge(String name, World world, int process) implements Reviewer {
    @Override
    public Review review(ReviewRequest request) {
      Files files = new Files(read(request, "A.java"), read(request, "B.java"));
      String word = world.word("yes", "yes", "yes", "yes", "change", "no", "turned", "down");
      Said said = new Said(name, files, word, world.records("review"));
      if (word.equals("turned")) {
        request.objected(NO);
      }
      if (process == world.processes - 1) {
        (word.equals("turned") ? world.objections : world.reviews).add(said);
      }
      return switch (word) {
        case "change" ->
            new Review.ChangesRequested(
                EngineFixture.request("A.java", 1, "fix it"), List.of(), List.of());
        case "no" -> NO;
        case "down" -> throw new IllegalStateException("no answer");
        default -> Review.approvedClosing(request.openRequests());
      };
    }

    private static String read(ReviewRequest request, String path) {
      return new String(request.candidate().read(path).bytes(), StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Judge judge && judge.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  /** One telling of the steps of a pipeline. */
  private static final class Course {
    private final RunScope run;
    private final World world;
    private final int process;
    private final List<Review> reviews = new ArrayList<>();
    private @Nullable MergeCandidate candidate;
    private @Nullable GateResult gate;

    Course(RunScope run, World world, int process) {
      this.run = run;
      this.world = world;
      this.process = process;
    }

    RunResult run(String steps) throws InterruptedException {
      for (int i = 0; i < steps.length(); i++) {
        DeliveryResult delivered = step(steps.charAt(i), i);
        if (delivered instanceof DeliveryResult.Merged merged) {
          world.landed = Files.of(world.workspaces.filesOf(merged.candidate().mergeCommit()));
          return run.end(merged);
        }
        if (delivered instanceof DeliveryResult.Proposed) {
          return run.end(delivered);
        }
      }
      return run.stop(EndReason.STUCK, "nothing is left to do");
    }

    private @Nullable DeliveryResult step(char step, int number) throws InterruptedException {
      switch (step) {
        case 'I' -> implement(number);
        case 'M' -> merge();
        case 'T' -> move(number);
        case 't' -> check(gate("tests"));
        case 'c' -> check(gate("scan"));
        case 'x' -> check(gate("extra"));
        case 'A' -> check(Gates.allOf(gate("tests"), gate("scan")));
        case 'a' -> review("ann");
        case 'b' -> review("bob");
        default -> {
          return deliver();
        }
      }
      return null;
    }

    private Gate gate(String name) {
      return new Gate(name, world, process);
    }

    private void implement(int number) throws InterruptedException {
      run.implement(
          assignment -> {
            byte[] content = ("work " + number + "\n").getBytes(StandardCharsets.UTF_8);
            assignment.workspace().files().write("A.java", content);
            return new Outcome.Changed("wrote A");
          },
          Feedback.none());
    }

    private void merge() throws InterruptedException {
      MergeCandidate fresh = ((Merge.Clean) run.merge()).candidate();
      if (!fresh.equals(candidate)) {
        gate = null;
        reviews.clear();
      }
      candidate = fresh;
    }

    private void move(int number) throws InterruptedException {
      run.step(
          "move",
          () -> {
            world.workspaces.advanceTarget(Map.of("B.java", "b" + number % 3 + "\n"));
            return "";
          });
    }

    private void check(MergeGate asked) throws InterruptedException {
      MergeCandidate known = candidate;
      if (known == null) {
        return;
      }
      try {
        gate = run.check(asked, known);
      } catch (IllegalStateException | RecordedFailureException down) {
        // It goes on without.
      }
    }

    private void review(String name) throws InterruptedException {
      MergeCandidate known = candidate;
      GateResult shown = gate;
      if (known == null || shown == null) {
        return;
      }
      try {
        reviews.add(run.review(new Judge(name, world, process), known, shown));
      } catch (IllegalStateException | RecordedFailureException down) {
        // It goes on without.
      }
    }

    private @Nullable DeliveryResult deliver() throws InterruptedException {
      MergeCandidate known = candidate;
      GateResult shown = gate;
      if (known == null || shown == null || reviews.isEmpty()) {
        return null;
      }
      try {
        return run.tryDeliver(Delivery.merge(), known, shown, List.copyOf(reviews));
      } catch (RuntimeException refused) {
        return null;
      }
    }
  }
}
