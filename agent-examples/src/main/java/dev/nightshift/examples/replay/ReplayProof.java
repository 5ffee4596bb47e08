package dev.nightshift.examples.replay;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskBuilder;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.workspace.Workspaces;
import dev.nightshift.git.GitWorkspaces;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Records runs of all kinds with their reports, or tells those of a directory again and compares:
 * {@code record DIR COUNT}, then, in another JVM, {@code replay DIR}.
 */
public final class ReplayProof {
  private static final Map<String, String> FILES =
      Map.of("A.java", "v0\n", "B.java", "b0\n", ".gitignore", "*.log\n");
  private static final Price PRICE = Price.of(Rates.perMillionTokens("3.00", "15.00"));
  private static final List<Kind> KINDS = List.of(Kind.values());
  private final Path records;
  private final Path reports;

  private ReplayProof(Path directory) {
    this.records = directory.resolve("journal");
    this.reports = directory.resolve("reports");
  }

  /**
   * Starts the proof.
   *
   * @param arguments {@code record DIR COUNT} or {@code replay DIR}
   * @throws Exception if a run cannot be recorded or read
   */
  public static void main(String... arguments) throws Exception {
    ReplayProof proof = new ReplayProof(Path.of(arguments[1]));
    boolean holds =
        arguments[0].equals("record")
            ? proof.record(Integer.parseInt(arguments[2]))
            : proof.replay();
    System.exit(holds ? 0 : 1);
  }

  private boolean record(int count) throws Exception {
    Map<String, Integer> ends = new TreeMap<>();
    List<String> others = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Kind kind = KINDS.get(i % KINDS.size());
      String turn = Pipelines.turn(i / KINDS.size());
      String pipeline = kind.pipeline(turn);
      TaskBuilder task = Task.builder(kind + " " + i).instructions("Do it: \u00e4 \"quoted\"\n");
      kind.ask(task);
      List<Task> tasks = new ArrayList<>();
      kind.before("first " + i).ifPresent(tasks::add);
      tasks.add(task.build());
      boolean isOnGit = isOnGit(i / KINDS.size(), i % KINDS.size());
      for (RunResult result : isOnGit ? onGit(tasks, pipeline) : inMemory(tasks, pipeline)) {
        result.report().writeTo(reports.resolve(result.report().runId().value()));
        ends.merge(result.reason().name(), 1, Integer::sum);
        Kind its = Kind.of(result.report().task());
        boolean isItsPipeline = pipeline.equals(its.pipeline(Pipelines.turn(0)));
        if (isItsPipeline && !result.reason().equals(its.end())) {
          others.add(result.report().task().title() + " ended as " + result.report().ending());
        }
      }
    }
    int runs = ends.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println("recorded " + runs + " runs, by end: " + ends);
    others.forEach(System.out::println);
    if (count < KINDS.size()) {
      System.out.println("there are " + KINDS.size() + " kinds of runs; record at least as many");
    }
    return others.isEmpty() && count >= KINDS.size();
  }

  /**
   * Whether runs of a kind are on git in a cycle: in turns, so that with each pipeline it meets
   * memory and git once in two rounds of all pipelines.
   */
  static boolean isOnGit(int cycle, int kind) {
    return (cycle / Pipelines.NAMES.size() + cycle + kind) % 2 == 1;
  }

  private List<RunResult> inMemory(List<Task> tasks, String pipeline) throws InterruptedException {
    InMemoryWorkspaces workspaces =
        InMemoryWorkspaces.of(FILES)
            .onCommand(command -> CommandResult.builder(0, "formatted").build());
    return run(workspaces, new Stage(workspaces::advanceTarget), tasks, pipeline);
  }

  private List<RunResult> onGit(List<Task> tasks, String pipeline) throws InterruptedException {
    try (TemporaryRepository repository = TemporaryRepository.bare(FILES)) {
      return run(
          GitWorkspaces.builder(repository.directory()).target("main").build(),
          new Stage(files -> repository.commit("main", files)),
          tasks,
          pipeline);
    }
  }

  private List<RunResult> run(Workspaces workspaces, Stage stage, List<Task> tasks, String pipeline)
      throws InterruptedException {
    NightshiftBuilder builder =
        engine(
                workspaces,
                Models.playing((request, context) -> answer(request.model())),
                Roles.playing(stage))
            .time(stage.time)
            .listener(stage::heard)
            .budget(BudgetPolicy.perRun(Kind.of(tasks.get(tasks.size() - 1)).budget()));
    try (Nightshift nightshift = builder.build()) {
      stage.found(id -> nightshift.find(id).orElseThrow());
      List<Run> runs = tasks.stream().map(task -> nightshift.dispatch(task, pipeline)).toList();
      List<RunResult> results = new ArrayList<>();
      for (Run run : runs) {
        RunResult first = run.await();
        Decision decision = Kind.of(run.task()).decision();
        Optional<Run> goingOn = decision.take(nightshift, run.id());
        results.add(goingOn.isPresent() ? goingOn.get().await() : first);
      }
      return results;
    }
  }

  private NightshiftBuilder engine(
      Workspaces workspaces, Map<String, ModelProvider> models, Roles roles) {
    NightshiftBuilder engine =
        Nightshift.builder(workspaces)
            .prices(
                PriceBook.of(
                    Map.of(
                        ModelId.parse("fake:small"),
                        PRICE,
                        Models.CODER,
                        PRICE,
                        Models.CRITIC,
                        PRICE)))
            .journal(Journal.directory(records));
    models.forEach(engine::provider);
    return Pipelines.register(engine, roles);
  }

  private static ModelResponse answer(ModelId model) {
    return ModelResponse.of(AssistantTurn.text(model, "it is"), TokenUsage.of(1_000, 50));
  }

  private boolean replay() throws IOException {
    int same = 0;
    int other = 0;
    try (Nightshift nightshift = engine(new NoWorkspaces(), Models.dead(), Roles.dead()).build()) {
      for (RunId run : Journal.directory(records).runs()) {
        String difference = difference(nightshift, run);
        if (difference.isEmpty()) {
          same++;
        } else {
          other++;
          System.out.println(run + ": " + difference);
        }
      }
    }
    System.out.println(
        "replayed %s runs: %s with the same reports, %s with others"
            .formatted(same + other, same, other));
    return same > 0 && other == 0 && same == recordedReports();
  }

  private long recordedReports() throws IOException {
    try (Stream<Path> all = Files.list(reports)) {
      return all.count();
    }
  }

  /** What differs from the reports of the recorded run; empty if nothing does. */
  private String difference(Nightshift nightshift, RunId run) throws IOException {
    Path then = reports.resolve(run.value());
    Path now = Files.createTempDirectory("nightshift-replay");
    try {
      nightshift.replay(run).report().writeTo(now);
    } catch (IllegalArgumentException | IllegalStateException notReplayed) {
      return notReplayed.toString();
    }
    List<String> names = names(then);
    if (!names.equals(names(now))) {
      return "files " + names + " are now " + names(now);
    }
    for (String name : names) {
      if (!Arrays.equals(
          Files.readAllBytes(then.resolve(name)), Files.readAllBytes(now.resolve(name)))) {
        return name + " differs, see " + then + " and " + now;
      }
    }
    for (String name : names) {
      Files.delete(now.resolve(name));
    }
    Files.delete(now);
    return "";
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
