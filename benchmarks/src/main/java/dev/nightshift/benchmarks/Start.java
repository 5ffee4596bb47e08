package dev.nightshift.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** From the start of a JVM to the first answer, and what has to be on its class path. */
final class Start {
  private static final List<String> WAYS = List.of("raw", "provider", "engine");

  /** What no library brings: these programs, and the tree that the baseline reads. */
  private static final List<String> BASELINE =
      List.of("benchmarks", "jackson-databind", "jackson-annotations");

  private final ServerProcess server;

  private Start(ServerProcess server) {
    this.server = server;
  }

  static void run(boolean quick) throws Exception {
    try (ServerProcess server = ServerProcess.start()) {
      new Start(server).compare(quick ? 3 : 7);
    }
    printClosure();
  }

  private void compare(int rounds) throws IOException {
    List<List<Seen>> seen = new ArrayList<>();
    WAYS.forEach(way -> seen.add(new ArrayList<>()));
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
    for (int round = 0; round <= rounds; round++) {
      for (int way : order) {
        Seen one = start(WAYS.get(way));
        // The first round only fills the file cache.
        if (round > 0) {
          seen.get(way).add(one);
        }
      }
      Collections.reverse(order);
    }
    System.out.printf("%n### JVM start to first answer%n%n");
    System.out.println(
        "| way | wall ms | CPU ms | CPU / raw | classes | of them Jackson databind |");
    System.out.println("|---|---|---|---|---|---|");
    for (int way = 0; way < WAYS.size(); way++) {
      print(WAYS.get(way), seen.get(way), seen.get(0));
    }
  }

  private static void print(String way, List<Seen> seen, List<Seen> raw) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < seen.size(); round++) {
      ratios.add(seen.get(round).cpuMillis() / raw.get(round).cpuMillis());
    }
    System.out.printf(
        "| %s | %s | %s | %s | %d | %d |%n",
        way,
        Spread.of(seen.stream().map(Seen::wallMillis).toList()).shown(0),
        Spread.of(seen.stream().map(Seen::cpuMillis).toList()).shown(0),
        Spread.of(ratios).shown(2),
        seen.get(0).classes(),
        seen.get(0).databind());
  }

  private Seen start(String way) throws IOException {
    Path log = Files.createTempFile("nightshift-classes", ".log");
    try {
      long started = System.nanoTime();
      Process child =
          ChildJvm.start(
              List.of("-Xlog:class+load:file=" + log),
              FirstAnswer.class,
              way,
              server.url("tools-0-0"));
      if (!"answered".equals(child.inputReader().readLine())) {
        throw new IOException("there was no answer by way of " + way);
      }
      double wallMillis = (System.nanoTime() - started) / 1e6;
      double cpuMillis = child.info().totalCpuDuration().orElseThrow().toMillis();
      List<String> loaded = classes(log);
      child.destroy();
      int databind =
          (int) loaded.stream().filter(line -> line.contains("tools.jackson.databind.")).count();
      return new Seen(wallMillis, cpuMillis, loaded.size(), databind);
    } finally {
      Files.delete(log);
    }
  }

  private static List<String> classes(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(" source: ")).toList();
    }
  }

  private static void printClosure() {
    System.out.printf("%n### Jars of agent-core and agent-models%n%n");
    List<File> jars =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(File::new)
            .filter(file -> file.getName().endsWith(".jar"))
            .filter(file -> BASELINE.stream().noneMatch(file.getName()::startsWith))
            .toList();
    jars.forEach(jar -> System.out.printf("- %s: %d KB%n", jar.getName(), jar.length() / 1000));
    double bytes = jars.stream().mapToLong(File::length).sum();
    System.out.printf("%n%d jars, %.2f MB%n", jars.size(), bytes / 1e6);
  }

  /** What one start took. */
  private record Seen(double wallMillis, double cpuMillis, int classes, int databind) {}
}
