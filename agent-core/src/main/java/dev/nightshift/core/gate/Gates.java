package dev.nightshift.core.gate;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.internal.glob.GlobLanguage;
import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.internal.text.Digests;
import dev.nightshift.core.internal.text.VisibleText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The gates that come with the library.
 *
 * <p>Every gate fails closed: a missing command, a timeout, a missing or malformed test report, and
 * a test run that executed nothing are failures, and each says which it is. Each command runs in a
 * clean checkout of the merge commit with a home of its own, in the sandbox, for at most 10 minutes
 * unless told otherwise, so that no command can rewrite what another one judges by. Gates are
 * immutable and safe for concurrent use.
 */
public final class Gates {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);
  private static final int MAX_NAME_CHARS = 60;

  private Gates() {}

  /**
   * Returns a gate that passes when a command exits 0; test reports are not looked at.
   *
   * @param name what reports call the gate
   * @param argv the program and its arguments, run without a shell
   * @return the gate
   */
  public static MergeGate command(String name, String... argv) {
    return command(name, Command.of(argv));
  }

  /**
   * Returns a gate that passes when a command exits 0; test reports are not looked at. A command
   * that is a shell, {@code Gates.command("lint", "sh", "-c", "a | b")}, is green as its line says:
   * a pipe, for example, exits as its last command does.
   *
   * @param name what reports call the gate, not blank
   * @param command what to run, with its timeout
   * @return the gate
   */
  public static MergeGate command(String name, Command command) {
    requireNamed(name, command);
    return new CommandGate(name, command, false);
  }

  /**
   * Returns a gate that runs tests and counts them; see {@link #tests(Command)}.
   *
   * @param argv the program and its arguments, run without a shell
   * @return the gate, named {@code tests}
   */
  public static MergeGate tests(String... argv) {
    return tests(Command.of(argv));
  }

  /**
   * Returns a gate that runs tests and counts them from the JUnit XML reports this run of the
   * command writes, in any module: {@code TEST-*.xml}, {@code junit.xml}, {@code report.xml}, and
   * all below {@code surefire-reports}, {@code failsafe-reports} and {@code test-results}. A report
   * that holds the same bytes as any {@code *.xml} file of the commit does not count, even if it
   * was written anew; of more than 1 GiB of XML, or a file of more than 64 MiB, the same size is
   * enough. Characters of its texts that XML forbids, such as the colours of a terminal, are read
   * as U+FFFD; a report that is malformed in another way fails the gate.
   *
   * <p>It passes when the command exits 0, at least one test was executed, and no report shows a
   * failure.
   *
   * @param command what to run, with its timeout
   * @return the gate, named {@code tests}
   */
  public static MergeGate tests(Command command) {
    return tests("tests", command);
  }

  /**
   * Returns a gate that runs tests and counts them, as {@link #tests(Command)} does, for a run with
   * more than one such gate: each is named after what it checks, for example {@code tests on h2}.
   *
   * @param name what reports call the gate, not blank
   * @param command what to run, with its timeout
   * @return the gate
   */
  public static MergeGate tests(String name, Command command) {
    requireNamed(name, command);
    return new CommandGate(name, command, true);
  }

  /**
   * Returns a gate that runs tests and counts them, as {@link #tests(Command)} does, and compares
   * which are executed with those that the same command executes without the change. One that is
   * missing is named; so is that there are fewer, where tests have parameters. A test that has
   * another name by the change, moved, or went where the task or the policy allows it, is not
   * missed. The command is run without the change once for each commit of the target, however many
   * runs of the engine ask.
   *
   * <p>Tests are known by class and method of their reports. Where the command reports no test
   * without the change, because it does not build there or because there is none, nothing is
   * compared, and the result says so.
   *
   * @param command what to run, with its timeout
   * @param policy what comes of tests that are missing
   * @return the gate, named {@code tests}
   */
  public static MergeGate testsCount(Command command, TestIntegrity policy) {
    Require.nonNull(policy, "policy");
    requireNamed("tests", command);
    return new TestCountGate(new CommandGate("tests", command, true), policy);
  }

  /**
   * Returns a gate that runs tests and counts them, as {@link #tests(Command)} does, in a checkout
   * of the candidate in which the tests are those of the target: each file in a directory of tests,
   * with a name of a test or of a runner's configuration is as the target has it, and what the
   * change added of such is left out. So a weaker expected value is found, too. Where the task or
   * the policy allows tests to change, these stay as the change has them. A change that touches no
   * test passes without running anything.
   *
   * <p>A test that has to change because what it asks for did, or does not compile with a renamed
   * method, fails here: {@link TestIntegrity#askHuman} shows that to a human. Tests that stand
   * within the code, as in Rust, are not put back.
   *
   * @param command what to run, with its timeout
   * @param policy what comes of a red one
   * @return the gate, named {@code base tests}
   */
  public static MergeGate baseTests(Command command, TestIntegrity policy) {
    Require.nonNull(policy, "policy");
    requireNamed("base tests", command);
    return new BaseTestsGate(new CommandGate("base tests", command, true), policy);
  }

  /**
   * Returns a gate that passes when a shell line exits 0, for at most 10 minutes; see {@link
   * #shell(String, Duration)}.
   *
   * @param line the line, not blank
   * @return the gate, named after the line
   */
  public static MergeGate shell(String line) {
    return shell(line, DEFAULT_TIMEOUT);
  }

  /**
   * Returns a gate that passes when a shell line exits 0; test reports are not looked at. The line
   * is one command, or several joined by {@code &&}; quotes, escapes, globs and leading assignments
   * are the shell's. Pipes, redirections, {@code ;}, {@code ||}, {@code &}, {@code !}, subshells,
   * variables and comments are refused, because they can hide that a command failed: {@code mvn
   * test | tail} is green when the build is red. Put such a line into a script that the host
   * trusts, or name the shell as the command: {@code Gates.command("lint", "sh", "-c", ..)}.
   *
   * @param line the line for {@code /bin/sh -c}, not blank
   * @param timeout the longest it may run, more than zero
   * @return the gate, named after the line
   */
  public static MergeGate shell(String line, Duration timeout) {
    return line(line, timeout, false);
  }

  /**
   * Returns a gate that runs tests by a shell line and counts them, as {@link #tests(Command)}
   * does; the line is as for {@link #shell(String, Duration)}.
   *
   * @param line the line for {@code /bin/sh -c}, not blank
   * @param timeout the longest it may run, more than zero
   * @return the gate, named after the line
   */
  public static MergeGate shellTests(String line, Duration timeout) {
    return line(line, timeout, true);
  }

  private static MergeGate line(String line, Duration timeout, boolean runsTests) {
    Command command = ShellChain.command(line, timeout);
    return new CommandGate(nameOf(line), command, runsTests);
  }

  /** Lines that differ only where they are too long to be shown have names that differ, too. */
  private static String nameOf(String line) {
    String name = BoundedText.oneLine(line, MAX_NAME_CHARS);
    if (name.equals(BoundedText.oneLine(line, 2 * line.length() + MAX_NAME_CHARS))) {
      return name;
    }
    String mark = " #" + Digests.sha256(line.getBytes(StandardCharsets.UTF_8)).substring(0, 6);
    return BoundedText.oneLine(line, MAX_NAME_CHARS - mark.length()) + mark;
  }

  /**
   * Returns a gate that passes when every changed path matches one of the task's allowed paths, or
   * the task allows every path; a rename counts with both of its paths.
   *
   * @return the gate, named {@code scope}
   */
  public static MergeGate scope() {
    return new ScopeGate();
  }

  /**
   * Returns a gate that passes when no added line holds what looks like a secret; see {@link
   * #secretsExcept}.
   *
   * @return the gate, named {@code secret scan}
   */
  public static MergeGate secrets() {
    return new SecretsGate(List.of());
  }

  /**
   * Returns a gate that passes when no added line holds what looks like a secret: a key that begins
   * like those of a known service, a private key, a credential of a request, a password in a URL, a
   * value given to the name of a secret, and whatever this process itself was configured with. A
   * value counts only if it is as random as secrets are (3 bits a character, by Shannon; less in
   * URLs) and does not say that it is made up ({@code EXAMPLE}, {@code changeme}). One that was in
   * the lines it replaces is not new.
   *
   * <p>It is a net and no proof: a name of code that has a digit may look like a secret, and one of
   * plain words, split in two or in the name of a file, does not.
   *
   * <p>It also notes for a human, without being red for it, what is no text to be reviewed: new and
   * changed dependencies with their version and where they come from, as the lines of {@code
   * pom.xml}, Gradle's files, {@code package.json}, {@code requirements.txt}, {@code go.mod} and
   * {@code Cargo.toml} name them; new files where builds write; new files of more than 1 MB; and
   * files that became executable. These stand among the decisions of the report.
   *
   * <p>It needs no command and no checkout. The result names path, line and kind, never the secret.
   * A change of more than {@link dev.nightshift.core.tree.PatchFile#MAX_BYTES} fails. What nobody
   * can see, such as a binary file, is not searched; it never lands unless the task allows it.
   *
   * @param globs what is not looked at, such as {@code src/test/resources/keys/**}, as in {@link
   *     dev.nightshift.core.tree.PathGlob}; at least one
   * @return the gate, named {@code secret scan}
   * @throws IllegalArgumentException if there is no glob, or one that a task would refuse as an
   *     allowed path
   */
  public static MergeGate secretsExcept(String... globs) {
    Require.elements(globs, "globs");
    if (globs.length == 0) {
      throw new IllegalArgumentException(
          "secretsExcept needs at least one glob; call secrets() to look at every path");
    }
    List.of(globs).forEach(glob -> GlobLanguage.permitting("excepted path", glob));
    return new SecretsGate(List.of(globs));
  }

  /**
   * Returns a gate that is red where a change weakens the tests which judge it; see {@link
   * #testIntegrity(TestIntegrity)}.
   *
   * @return the gate, named {@code test integrity}
   */
  public static MergeGate testIntegrity() {
    return testIntegrity(TestIntegrity.block());
  }

  /**
   * Returns a gate that finds where a change weakens the tests which judge it, and names each place
   * by file and line:
   *
   * <ul>
   *   <li>tests that are gone, skipped, focused on, emptied or moved to where none is looked for;
   *       one with another name, or in another file, is the same if half of its lines are
   *   <li>tests with fewer assertions, with weaker ones, with such that always hold, that expect
   *       any failure, catch one, or end before they assert
   *   <li>configuration of test runners, files of a CI, lines of a build that say how tests are
   *       run, and what the policy guards; reports of tests that were committed
   *   <li>code that asks whether it is being tested
   * </ul>
   *
   * <p>Where the task names a file in {@link dev.nightshift.core.task.Task#allowedTestChanges}, or
   * the policy allows it, it is told and not held against the change. That an assertion expects
   * something else than before is only told: it may be what the task is about.
   *
   * <p>It needs no command and no checkout, and parses no language: it knows how lines of tests
   * look in Java, Kotlin, Groovy, Scala, Python, JavaScript, TypeScript, Go, Rust, C#, Ruby, PHP,
   * C, C++ and bats. A weaker expected value, an assertion in a helper outside of test directories,
   * a framework with words of its own and a weaker fixture are not found: {@link #baseTests} and a
   * reviewer are for these. Several assertions that became one count as fewer.
   *
   * @param policy what comes of it
   * @return the gate, named {@code test integrity}
   */
  public static MergeGate testIntegrity(TestIntegrity policy) {
    return new TestIntegrityGate(Require.nonNull(policy, "policy"));
  }

  /**
   * Returns a gate that passes when the change is small enough to be read. Each changed file counts
   * as one line at least, also if only its name or mode changed. A binary file that was added or
   * changed fails the gate whatever its size, because nobody can read it.
   *
   * @param lines the most lines added and removed together, at least 1
   * @return the gate, named {@code max-diff}
   */
  public static MergeGate maxDiff(int lines) {
    if (lines < 1) {
      throw new IllegalArgumentException(
          "a maximum diff of " + lines + " lines must be at least 1");
    }
    return new MaxDiffGate(lines);
  }

  /**
   * Returns a gate that runs the command of each acceptance criterion that has one, for at most 10
   * minutes each; see {@link #criteria(Duration)}.
   *
   * @return the gate, named {@code criteria}
   */
  public static MergeGate criteria() {
    return criteria(DEFAULT_TIMEOUT);
  }

  /**
   * Returns a gate that runs the command of each acceptance criterion that has one, and passes when
   * all exit 0. All are run, each in a clean checkout, so that each criterion has evidence.
   *
   * <p>A pipe is allowed here, because its last command can be the claim, as in {@code app | grep
   * -q OK}; how the others ended does not count.
   *
   * @param timeout the longest each may run, more than zero
   * @return the gate, named {@code criteria}
   */
  public static MergeGate criteria(Duration timeout) {
    return new CriteriaGate(Require.positive(timeout, "timeout"));
  }

  /**
   * Returns a gate that passes when all of the given ones pass. Name the cheap ones first: the
   * first that fails ends the evaluation.
   *
   * @param gates evaluated in order, at least one
   * @return the gate
   */
  public static MergeGate allOf(MergeGate... gates) {
    Require.elements(gates, "gates");
    if (gates.length == 0) {
      throw new IllegalArgumentException(
          "allOf needs at least one gate; a gate that checks nothing would let everything land");
    }
    return new AllOfGate(List.of(gates));
  }

  /**
   * Returns the gates that all have to pass where this one has to: those that {@link #allOf} was
   * given, at any depth. Whatever else is made of several gates stays whole, since it may pass
   * although one of them does not.
   *
   * @param gate a gate, of any kind
   * @return the gates in order, at least one
   */
  public static List<MergeGate> allAsked(MergeGate gate) {
    Require.nonNull(gate, "gate");
    return gate instanceof AllOfGate all
        ? all.parts().stream().flatMap(part -> allAsked(part).stream()).toList()
        : List.of(gate);
  }

  private static void requireNamed(String name, Command command) {
    Require.nonNull(name, "name");
    Require.nonNull(command, "command");
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "the gate that runs '" + VisibleText.name(command.toDisplay()) + "' needs a name");
    }
  }
}
