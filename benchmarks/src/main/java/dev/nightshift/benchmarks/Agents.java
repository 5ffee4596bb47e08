package dev.nightshift.benchmarks;

import dev.nightshift.core.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Agents that all do the same loop at once. */
interface Agents extends AutoCloseable {
  Running start() throws Exception;

  @Override
  void close();

  /** By hand, a virtual thread an agent where there are any. */
  static Agents byHand(String url, int agents) {
    ExecutorService threads = threads(agents);
    RawClient raw = RawClient.plain(url);
    Map<String, String> files = Prompt.files(Prompt.STEPS);
    return new Group(
        () -> {
          List<Future<?>> all = new ArrayList<>();
          for (int agent = 0; agent < agents; agent++) {
            all.add(
                threads.submit(
                    () -> {
                      raw.loop(RawClient.request(), files);
                      return null;
                    }));
          }
          return () -> {
            for (Future<?> one : all) {
              one.get();
            }
          };
        },
        threads::shutdown);
  }

  static Agents byEngine(String url, int agents) {
    EngineRuns engine = EngineRuns.with(DirectClient.provider(url), agents);
    return new Group(
        () -> {
          List<Run> all = new ArrayList<>();
          for (int agent = 0; agent < agents; agent++) {
            all.add(engine.startLoop());
          }
          return () -> {
            for (Run one : all) {
              EngineRuns.check(one.await());
            }
          };
        },
        engine::close);
  }

  private static ExecutorService threads(int agents) {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException olderJvm) {
      return Executors.newFixedThreadPool(agents);
    }
  }

  /** Makes so many agents that talk to a URL. */
  @FunctionalInterface
  interface Kind {
    Agents at(String url, int agents);
  }

  /** Agents that were started. */
  @FunctionalInterface
  interface Running {
    void await() throws Exception;
  }

  /** Starts agents. */
  @FunctionalInterface
  interface Starting {
    Running start() throws Exception;
  }

  /** Agents made of what starts and what closes them. */
  record Group(Starting starting, Runnable closing) implements Agents {
    @Override
    public Running start() throws Exception {
      return starting.start();
    }

    @Override
    public void close() {
      closing.run();
    }
  }
}
