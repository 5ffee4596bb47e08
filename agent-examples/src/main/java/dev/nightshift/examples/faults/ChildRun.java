package dev.nightshift.examples.faults;

import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.run;

import dev.nightshift.core.testing.ScriptedStep;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run in a JVM of its own, to be killed or to be started in another locale. */
public final class ChildRun {
  private ChildRun() {}

  /**
   * Carries out one run and prints its end.
   *
   * @param arguments the repository, a shell line for the agent, and a file to edit from x to y
   * @throws Exception if the run cannot be started
   */
  public static void main(String[] arguments) throws Exception {
    ScriptedStep[] steps = {
      edit(arguments[2], "x", "y"), run(arguments[1]), finish("done"), finish("done")
    };
    ScriptedRun ended =
        new ScriptedRun(Stage.existing(Path.of(arguments[0]))).coder(steps).revisions(1).run();
    System.out.println("ended as " + ended.result().reason());
    System.out.println(ended.report().ending().detail());
    System.out.println(ended.toldCoder());
  }

  /** Starts it; what it prints goes to a file beside the repository. */
  static Process start(Stage stage, String output, List<String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(environment);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(stage.beside("tmp")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ChildRun.class.getName(), stage.repository().toString()));
    command.addAll(List.of(arguments));
    File file = stage.beside(output).toFile();
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file).start();
  }
}
