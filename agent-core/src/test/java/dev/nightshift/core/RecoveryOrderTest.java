package dev.nightshift.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.engine.Engine;
import dev.nightshift.core.internal.engine.EngineSettings;
import dev.nightshift.core.internal.engine.EngineThreads;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order the runs that a process left are looked at and go on. */
class RecoveryOrderTest {
  private final List<String> events = new ArrayList<>();
  private final Pipeline pipeline =
      scope -> {
        events.add("begins");
        return scope.stop(EndReason.ESCALATED, "nothing to see");
      };

  private Runnable beforeItIsTaken = () -> {};
  @TempDir private Path state;

  /** Symptom: the work of the first run held up the look at a thousand others for a minute. */
  @Test
  void noRunBeginsBeforeAllWereLookedAt() throws Exception {
    Journal journal = Journal.directory(state);
    leaveUnfinished(journal, 3);

    List<RecoveredRun> found;
    try (Nightshift nightshift = builder().journal(journal).build()) {
      Engine engine = new Engine(onTheCallersThread(nightshift.engine().settings(), journal));
      found = engine.recover(Map.of("it", pipeline));
    }

    assertThat(found).extracting(RecoveredRun::fate).containsOnly(RecoveredRun.Fate.RESUMED);
    assertThat(events)
        .containsExactly("is taken", "is taken", "is taken", "begins", "begins", "begins");
    for (RecoveredRun run : found) {
      assertThat(run.run().await().reason()).isEqualTo(EndReason.ESCALATED);
    }
  }

  @Test
  void aRunThatAnotherProcessEndedWhileItWasLookedAtIsLeftAlone() throws Exception {
    Journal journal = Journal.directory(state);
    List<String> whole = leaveUnfinished(journal, 1);
    RunId run = journal.runs().get(0);
    RunId other = RunId.of(whole.get(0).replaceAll(".*\"run\":\"([^\"]+)\".*", "$1"));
    beforeItIsTaken =
        () -> {
          try (JournalWriter elsewhere = journal.acquire(run)) {
            whole.subList(1, whole.size()).stream()
                .map(line -> line.replace(other.value(), run.value()))
                .forEach(elsewhere::append);
          }
        };

    try (Nightshift nightshift = builder().journal(journal).build()) {
      Engine engine = new Engine(onTheCallersThread(nightshift.engine().settings(), journal));
      assertThat(engine.recover(Map.of("it", pipeline))).isEmpty();
    }
    assertThat(events).containsExactly("is taken");
  }

  private List<String> leaveUnfinished(Journal journal, int runs) throws InterruptedException {
    Journal whole = Journal.inMemory();
    try (Nightshift first = builder().journal(whole).build()) {
      first.dispatch(Task.builder("Change A").build(), "it").await();
    }
    events.clear();
    RunId of = whole.runs().get(0);
    for (int run = 0; run < runs; run++) {
      try (JournalWriter left = journal.acquire(RunId.of("run-" + run))) {
        left.append(whole.read(of).get(0).replace(of.value(), "run-" + run));
      }
    }
    return whole.read(of);
  }

  private NightshiftBuilder builder() {
    return Nightshift.builder(InMemoryWorkspaces.of(Map.of("A.java", "v0\n")))
        .provider(
            (request, context) -> {
              throw new AssertionError("no model is asked");
            })
        .pipeline("it", pipeline);
  }

  private EngineSettings onTheCallersThread(EngineSettings real, Journal journal) {
    Object watched =
        Proxy.newProxyInstance(
            Journal.class.getClassLoader(),
            new Class<?>[] {Journal.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("acquire")) {
                events.add("is taken");
                beforeItIsTaken.run();
              }
              return method.invoke(journal, arguments);
            });
    return (EngineSettings)
        Proxy.newProxyInstance(
            EngineSettings.class.getClassLoader(),
            new Class<?>[] {EngineSettings.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "threads" -> new CallersThread();
                  case "journal" -> watched;
                  default -> method.invoke(real, arguments);
                });
  }

  /** Does all at once, where it is asked for. */
  private static final class CallersThread implements EngineThreads {
    @Override
    public void execute(Runnable run) {
      run.run();
    }

    @Override
    public void end(Runnable run) {
      run.run();
    }

    @Override
    public Executor cancelling() {
      return Runnable::run;
    }

    @Override
    public Executor forking() {
      return Runnable::run;
    }

    @Override
    public void every(Duration pause, Runnable look) {}

    @Override
    public void close() {}
  }
}
