package dev.nightshift.git;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.read;
import static dev.nightshift.core.testing.ScriptedSteps.several;
import static dev.nightshift.core.testing.ScriptedSteps.write;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.SandboxMode;
import dev.nightshift.core.gate.GateContext;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A process that runs a task and halts before its journal has more records than it may. */
final class RecoveryJvm {
  private static final List<ScriptedStep> CODER =
      List.of(
          read("A.java"),
          edit("A.java", "v0", "v1"),
          several(edit("A.java", "v1", "v2"), write("B.java", "b\n")),
          finish("done"),
          edit("A.java", "v2", "v3"),
          finish("done as requested"));
  private static final int HALTED = 137;
  private static final String MERGE = "merge";
  private static final String PROPOSE = "propose";
  private static final String ACCEPT = "accept";
  private final Path repository;
  private final Path root;
  private final Path state;

  RecoveryJvm(Path repository, Path root, Path state) {
    this.repository = repository;
    this.root = root;
    this.state = state;
  }

  /** Runs the task in another process; returns whether that was halted. */
  boolean haltsAfter(int records, Delivery delivery) throws IOException, InterruptedException {
    return ends(List.of(this), records, delivery == Delivery.merge() ? MERGE : PROPOSE) == HALTED;
  }

  /** Accepts the one run in another process; returns whether that was halted. */
  boolean haltsAfterAccepting(int records) throws IOException, InterruptedException {
    return ends(List.of(this), records, ACCEPT) == HALTED;
  }

  /** Has one other process propose the task in each place; returns whether it ended well. */
  static boolean propose(List<RecoveryJvm> places) throws IOException, InterruptedException {
    return ends(places, Integer.MAX_VALUE, PROPOSE) == 0;
  }

  private static int ends(List<RecoveryJvm> places, int records, String what)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RecoveryJvm.class.getName(),
                String.valueOf(records),
                what));
    for (RecoveryJvm place : places) {
      command.add(place.repository.toString());
      command.add(place.root.toString());
      command.add(place.state.toString());
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Expects how many records, what to do, and repositories with workspace root and state. */
  public static void main(String[] args) throws InterruptedException {
    for (int i = 2; i < args.length; i += 3) {
      new RecoveryJvm(Path.of(args[i]), Path.of(args[i + 1]), Path.of(args[i + 2]))
          .work(Integer.parseInt(args[0]), args[1]);
    }
  }

  private void work(int records, String what) throws InterruptedException {
    Journal journal = new HaltingJournal(journal(), records);
    Delivery delivery = what.equals(MERGE) ? Delivery.merge() : Delivery.branch();
    try (Nightshift nightshift = engine(workspaces(), journal, delivery)) {
      Run run =
          what.equals(ACCEPT)
              ? nightshift.accept(journal.runs().get(0))
              : nightshift.dispatch(Task.builder("Change A").build(), "it");
      run.await();
    }
  }

  Journal journal() {
    return Journal.directory(state);
  }

  /** The one run, as {@code runs show} tells of it. */
  RecordedRun recorded() {
    return StateDirectory.at(state).run(journal().runs().get(0)).orElseThrow();
  }

  GitWorkspaces workspaces() {
    GitWorkspaces workspaces =
        GitWorkspaces.builder(repository)
            .workspaceRoot(root)
            .target("main")
            .commands(
                CommandPolicy.builder().caches(List.of()).sandboxMode(SandboxMode.OFF).build())
            .build();
    workspaces.recordedIn(state);
    return workspaces;
  }

  Nightshift engine(GitWorkspaces workspaces, Journal journal, Delivery delivery) {
    return Nightshift.builder(workspaces)
        .provider("coder", new Counted("coder"))
        .provider("critic", new Counted("critic"))
        .journal(journal)
        .pipeline(
            "it",
            StandardPipeline.builder()
                .implementer(ModelImplementer.using("coder:scripted"))
                .reviewer(ModelReviewer.using("critic:scripted"))
                .gate(RecoveryJvm::notBroken)
                .delivery(delivery)
                .build())
        .build();
  }

  private static GateResult notBroken(MergeCandidate candidate, GateContext context) {
    try (CandidateCheckout checkout = context.openCheckout()) {
      return Files.exists(checkout.directory().orElseThrow().resolve("BROKEN"))
          ? GateResult.failed("unbroken", "it is broken")
          : GateResult.passed("unbroken", "nothing to object");
    }
  }

  /** How many answers the models gave, in all processes. */
  int answers() throws IOException {
    Path bill = state.resolve("bill");
    return Files.exists(bill) ? Files.readAllLines(bill).size() : 0;
  }

  /** Knows what to answer from what it is shown, and notes outside of the engine that it did. */
  private final class Counted implements ModelProvider {
    private final String name;

    Counted(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public ModelFacts facts(ModelId id) {
      return ScriptedModel.named(name).facts(id);
    }

    @Override
    public ModelResponse complete(ModelRequest request, CallContext context)
        throws InterruptedException {
      int turn =
          (int)
              request.transcript().turns().stream().filter(AssistantTurn.class::isInstance).count();
      ScriptedStep step = name.equals("coder") ? CODER.get(turn) : approves();
      ModelResponse played = ScriptedModel.named(name, step).complete(request, context);
      try {
        Files.writeString(
            state.resolve("bill"),
            name + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException unwritable) {
        throw new UncheckedIOException(unwritable);
      }
      return ModelResponse.of(renamed(played.turn(), turn), played.usage());
    }

    private static AssistantTurn renamed(AssistantTurn turn, int number) {
      List<ContentBlock> blocks = new ArrayList<>();
      for (ContentBlock block : turn.blocks()) {
        blocks.add(
            block instanceof ContentBlock.ToolUse use
                ? new ContentBlock.ToolUse(number + "-" + use.id(), use.name(), use.argumentsJson())
                : block);
      }
      return AssistantTurn.of(turn.producer(), turn.stopReason(), blocks);
    }
  }

  /** Ends the process before one more record is written. */
  private static final class HaltingJournal implements Journal {
    private final Journal journal;
    private int left;

    HaltingJournal(Journal journal, int records) {
      this.journal = journal;
      this.left = records;
    }

    @Override
    public JournalWriter acquire(RunId run) {
      JournalWriter writer = journal.acquire(run);
      return new JournalWriter() {
        @Override
        public long epoch() {
          return writer.epoch();
        }

        @Override
        public byte[] key() {
          return writer.key();
        }

        @Override
        public synchronized void append(String record) {
          if (left-- == 0) {
            Runtime.getRuntime().halt(HALTED);
          }
          writer.append(record);
        }

        @Override
        public void force() {
          writer.force();
        }

        @Override
        public void close() {
          writer.close();
        }
      };
    }

    @Override
    public List<String> read(RunId run) {
      return journal.read(run);
    }

    @Override
    public List<RunId> runs() {
      return journal.runs();
    }
  }
}
