package dev.nightshift.examples.thousand;

import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves many runs behind in one state directory, each in the middle of its work in a workspace of
 * a real git repository, and measures a fresh JVM that lists them and one that goes on with them.
 */
public final class RecoverBenchmark {
  private RecoverBenchmark() {}

  /**
   * Measures and exits.
   *
   * @param arguments an empty directory, how many runs, how many files the repository has, and
   *     options for the JVMs
   * @throws InterruptedException if it is interrupted
   * @throws IOException if a process cannot be started
   */
  public static void main(String[] arguments) throws InterruptedException, IOException {
    Path directory = Path.of(arguments[0]);
    int files = Integer.parseInt(arguments[2]);
    List<String> options = List.of(arguments).subList(3, arguments.length);
    try (TemporaryRepository repository = TemporaryRepository.bare(ThousandRuns.sources(files))) {
      System.out.printf(
          "JDK %s, %d processors, a repository of %,d files%n",
          Runtime.version().feature(), Runtime.getRuntime().availableProcessors(), files);
      for (String part : List.of("leave", "list", "recover")) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(
            List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                UnfinishedRuns.class.getName(),
                part,
                directory.toString(),
                repository.directory().toString(),
                arguments[1]));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
          throw new IOException("the process that should " + part + " ended with " + status);
        }
      }
      long landed =
          repository.files(repository.tip("main")).keySet().stream()
              .filter(path -> path.startsWith("runs/"))
              .count();
      System.out.printf("  %,d files of runs are on the target%n", landed);
      System.exit(landed == Integer.parseInt(arguments[1]) ? 0 : 1);
    }
  }
}
