package dev.nightshift.core.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the programs that a command really runs, behind shells, wrappers and interpreters. */
final class TestCommandLine {
  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "zsh", "ksh", "ash");
  private static final Set<String> PREFIXES =
      Set.of(
          "env",
          "time",
          "timeout",
          "nice",
          "nohup",
          "exec",
          "command",
          "builtin",
          "sudo",
          "stdbuf",
          "ionice",
          "setsid",
          "xvfb-run",
          "xargs",
          "!",
          "{",
          "{}",
          "if",
          "then",
          "elif",
          "else",
          "do",
          "while",
          "until");
  private static final Set<String> PACKAGE_RUNNERS =
      Set.of("npx", "uv", "uvx", "poetry", "pipenv", "pdm", "hatch", "pnpx", "bunx", "bundle");
  private static final Set<String> INTERPRETERS =
      Set.of("python", "python2", "python3", "py", "node", "ruby", "php", "perl");
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");

  private TestCommandLine() {}

  /**
   * Returns how to make the test reports appear.
   *
   * @return advice if one of the commands of the line runs tests, else empty
   */
  static Optional<String> advice(String line) {
    return ShellWords.commands(line).stream().flatMap(words -> advice(words).stream()).findFirst();
  }

  /** As {@link #advice(String)}, for one command without a shell. */
  static Optional<String> advice(List<String> argv) {
    return candidates(argv, false).stream()
        .flatMap(words -> adviceOnProgram(words).stream())
        .findFirst();
  }

  private static Optional<String> adviceOnProgram(List<String> words) {
    String program = programName(words.get(0));
    List<String> arguments = words.subList(1, words.size());
    if (program.equals("eval")) {
      return advice(String.join(" ", arguments));
    }
    if (SHELLS.contains(program)) {
      ShellCall call = ShellCall.of(arguments);
      return call.isLine() ? advice(call.line()) : advice(call.file());
    }
    if (PACKAGE_RUNNERS.contains(program)) {
      return candidates(withoutLeading(arguments, "run", "exec"), true).stream()
          .flatMap(called -> adviceOnProgram(called).stream())
          .findFirst();
    }
    Optional<String> known = TestPrograms.advice(program, arguments);
    return known.isPresent() || !INTERPRETERS.contains(program)
        ? known
        : advice(interpreted(arguments));
  }

  /** Tells whether a command is a shell line in which a pipe hides a failure. */
  static boolean hidesAnEnding(List<String> argv) {
    return candidates(argv, false).stream().anyMatch(TestCommandLine::programHidesAnEnding);
  }

  private static boolean programHidesAnEnding(List<String> words) {
    String program = programName(words.get(0));
    List<String> arguments = words.subList(1, words.size());
    if (program.equals("eval")) {
      return lineHidesAnEnding(String.join(" ", arguments), false);
    }
    if (PACKAGE_RUNNERS.contains(program)) {
      return candidates(withoutLeading(arguments, "run", "exec"), true).stream()
          .anyMatch(TestCommandLine::programHidesAnEnding);
    }
    if (!SHELLS.contains(program)) {
      return false;
    }
    ShellCall call = ShellCall.of(arguments);
    return lineHidesAnEnding(call.line(), call.pipefail());
  }

  /** A shell within a shell does not inherit {@code pipefail}. */
  private static boolean lineHidesAnEnding(String line, boolean pipefail) {
    return (!pipefail && ShellWords.hidesAnEnding(line))
        || ShellWords.endings(line).stream().anyMatch(TestCommandLine::hidesAnEnding);
  }

  /**
   * Returns what a command may run behind its prefixes, the most likely first: a word after an
   * option can be the value of the option, so that the program stands behind it.
   */
  private static List<List<String>> candidates(List<String> argv, boolean afterRunner) {
    List<List<String>> candidates = new ArrayList<>();
    boolean afterPrefix = afterRunner;
    boolean afterOption = false;
    for (int at = 0; at < argv.size(); at++) {
      String word = argv.get(at);
      if (afterPrefix && word.startsWith("-")) {
        afterOption = !word.contains("=") && !word.equals("--");
        continue;
      }
      boolean prefix = PREFIXES.contains(programName(word));
      boolean skipped = prefix || ASSIGNMENT.matcher(word).matches();
      if (!skipped && !(afterPrefix && startsWithDigit(word))) {
        candidates.add(argv.subList(at, argv.size()));
        if (!afterOption || TestPrograms.takesNames(word)) {
          break;
        }
      }
      afterPrefix |= prefix;
      afterOption = false;
    }
    return candidates;
  }

  private static boolean startsWithDigit(String word) {
    return !word.isEmpty() && Character.isDigit(word.charAt(0));
  }

  private static String programName(String word) {
    String name = word.substring(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".cmd") || lower.endsWith(".bat") || lower.endsWith(".exe")
        ? name.substring(0, name.length() - 4)
        : name;
  }

  /** Returns the module or script with its arguments; none for code on the command line. */
  private static List<String> interpreted(List<String> arguments) {
    int module = arguments.indexOf("-m");
    if (module >= 0) {
      return arguments.subList(module + 1, arguments.size());
    }
    return arguments.contains("-c") || arguments.contains("-e")
        ? List.of()
        : withoutOptions(arguments);
  }

  private static List<String> withoutOptions(List<String> words) {
    int from = 0;
    while (from < words.size() && words.get(from).startsWith("-")) {
      from++;
    }
    return words.subList(from, words.size());
  }

  private static List<String> withoutLeading(List<String> words, String... skipped) {
    return !words.isEmpty() && List.of(skipped).contains(words.get(0))
        ? words.subList(1, words.size())
        : words;
  }

  /**
   * What a shell was told to run.
   *
   * @param pipefail whether its options let a pipe fail with any of its commands
   * @param line the line behind {@code -c}, or empty
   * @param file the script with its arguments, or empty
   */
  private record ShellCall(boolean pipefail, String line, List<String> file) {
    static ShellCall of(List<String> arguments) {
      boolean pipefail = false;
      boolean line = false;
      int at = 0;
      while (at < arguments.size() && arguments.get(at).matches("[-+].*")) {
        String option = arguments.get(at++);
        boolean letters = !option.startsWith("--");
        line |= letters && option.contains("c");
        if (letters && option.endsWith("o") && at < arguments.size()) {
          pipefail |= option.startsWith("-") && arguments.get(at).equals("pipefail");
          at++;
        }
      }
      List<String> rest = arguments.subList(at, arguments.size());
      return line && !rest.isEmpty()
          ? new ShellCall(pipefail, rest.get(0), List.of())
          : new ShellCall(pipefail, "", rest);
    }

    boolean isLine() {
      return file.isEmpty();
    }
  }
}
