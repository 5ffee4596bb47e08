package dev.nightshift.examples.faults;

import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.run;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.task.Task;
import dev.nightshift.git.GitWorkspaces;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** What cannot work is refused before it costs anything, by name and with the remedy. */
final class RefusalFaults {
  private RefusalFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("globs that allow all or nothing are refused", RefusalFaults::globs),
        new Fault("a null is refused by name at the call", RefusalFaults::nulls),
        new Fault("a repository without a commit is refused at dispatch", RefusalFaults::unborn),
        new Fault("a missing target is refused at dispatch", RefusalFaults::missingTarget),
        new Fault(
            "a gate whose program is missing costs no paid round", RefusalFaults::missingProgram),
        new Fault(
            "a script whose program is missing costs no paid round",
            RefusalFaults::missingBehindScript),
        new Fault("a gate the agent broke is red", RefusalFaults::brokenByAgent),
        new Fault("a colour in a test report does not make it red", RefusalFaults::colourInReport));
  }

  private static void globs(Stage stage) {
    for (String glob :
        List.of(
            "",
            "/",
            " ",
            "*",
            "{*,x}",
            "src/[",
            "../src/**",
            "src\\**",
            "/etc/**",
            "a/../../b",
            "src/[.][.]/x",
            "src,test/**",
            "(src|test)/**",
            "$HOME/src/**")) {
      requireRefused(
          "allowPath(\"" + glob + "\")", () -> Task.builder("t").allowPath(glob).build());
    }
    Task.builder("t").allowPath("src").allowPath("src/**/*.java").build();
  }

  private static void nulls(Stage stage) {
    requireNullRefused("title", () -> Task.builder(unset()));
    requireNullRefused("instructions", () -> Task.builder("t").instructions(unset()));
    requireNullRefused(
        "provider",
        () ->
            Nightshift.builder(GitWorkspaces.of(stage.with("echo x > x").repository()))
                .provider(unset()));
  }

  private static void unborn(Stage stage) throws Exception {
    stage.sh("git update-ref -d refs/heads/main && git symbolic-ref HEAD refs/heads/main");
    requireRefused("dispatch", () -> new ScriptedRun(stage).coder(finish("x")).run());
  }

  private static void missingTarget(Stage stage) throws Exception {
    stage.with("echo x > nightshift-a.txt").sh("git branch other main && git branch -D -q main");
    requireRefused("dispatch", () -> new ScriptedRun(stage).coder(finish("x")).run());
  }

  private static void missingProgram(Stage stage) throws Exception {
    stage.with("echo x > nightshift-a.txt");
    ScriptedRun run =
        new ScriptedRun(stage)
            .gate(Gates.command("check", "no-such-program-here", "--all"))
            .revisions(3)
            .coder(
                edit("nightshift-a.txt", "x", "y"),
                finish("done"),
                finish("again"),
                finish("again"),
                finish("again"))
            .run();
    Stage.require(
        "at most one round is paid",
        run.report().revisions() == 0,
        "revisions " + run.report().revisions());
    Stage.requireText("the report", run.markdown(), "no-such-program-here");
    Stage.require(
        "the gate is not called red",
        !run.result().reason().name().equals("gate_failed"),
        run.report().ending().detail());
  }

  private static void missingBehindScript(Stage stage) throws Exception {
    stage.with("echo no-such-program-here > check.sh; echo x > nightshift-a.txt");
    ScriptedRun run =
        new ScriptedRun(stage)
            .gate(Gates.shell("sh check.sh", Duration.ofMinutes(1)))
            .revisions(3)
            .coder(edit("nightshift-a.txt", "x", "y"), finish("done"), finish("again"))
            .run()
            .endsAs("environment");
    Stage.requireText("the report", run.markdown(), "needs no-such-program-here");
  }

  private static void brokenByAgent(Stage stage) throws Exception {
    stage.with("printf '#!/bin/sh\\ntrue\\n' > mvnw && chmod +x mvnw && echo x > nightshift-a.txt");
    new ScriptedRun(stage)
        .gate(Gates.shell("./mvnw test", Duration.ofMinutes(1)))
        .coder(run("rm mvnw; echo y > nightshift-a.txt"), finish("done"))
        .run()
        .endsAs("gate_failed");
  }

  private static void colourInReport(Stage stage) throws Exception {
    String report =
        "<testsuite name=\"s\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\"><testcase name=\"c\" classname=\"s\"/>"
            + "<system-out>\\033[32mgreen&#27;[0m</system-out></testsuite>";
    stage.with(
        "echo x > nightshift-a.txt && printf '#!/bin/sh\\nmkdir -p target/surefire-reports\\nprintf %s > target/surefire-reports/TEST-s.xml\\n' \"'"
            + report.replace("\"", "\\\"").replace("\\033", "\\\\033")
            + "'\" > mvn && chmod +x mvn");
    new ScriptedRun(stage)
        .gate(Gates.tests("./mvn", "test"))
        .coder(edit("nightshift-a.txt", "x", "y"), finish("done"))
        .run()
        .endsAs("merged");
  }

  private static void requireRefused(String what, Callable<?> call) {
    try {
      call.call();
    } catch (IllegalArgumentException | IllegalStateException refused) {
      Stage.require(
          what + " says why", String.valueOf(refused.getMessage()).length() > 20, "" + refused);
      return;
    } catch (Exception other) {
      Stage.require(
          what + " is refused by name",
          other.getClass().getName().startsWith("dev.nightshift"),
          other.toString());
      return;
    }
    throw new FaultFoundException(what + " was accepted");
  }

  private static void requireNullRefused(String noun, Callable<?> call) {
    try {
      call.call();
    } catch (NullPointerException | IllegalArgumentException refused) {
      Stage.requireText("the refusal of a null", String.valueOf(refused.getMessage()), noun);
      return;
    } catch (Exception other) {
      throw new FaultFoundException("a null " + noun + " raised " + other);
    }
    throw new FaultFoundException("a null " + noun + " was accepted");
  }

  /** A null that no checker of this build sees, as a caller without one would pass it. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T unset() {
    return (T) null;
  }
}
