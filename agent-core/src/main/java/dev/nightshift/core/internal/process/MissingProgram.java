package dev.nightshift.core.internal.process;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program or script that something could not start, read from what it printed.
 *
 * @param name as it was printed, without quotes
 * @param kind what it was to be
 */
public record MissingProgram(String name, Kind kind) {
  private static final String QUOTED = "\\$?[‘'\"]?([^\\s:‘’'\"]+)[’'\"]?";
  private static final String MAKE = "g?make(?:\\[\\d+\\])?: ";
  private static final String NO_FILE = ": No such file or directory";

  /** How shells begin what they say of a line of theirs. */
  private static final String SHELL =
      "(?:\\S+: (?:line )?\\d+: |(?:\\S*/)?(?:ba|da|k|z|a)?sh: )(?:exec: )?";

  private static final String LAUNCHER =
      "(?:\\S*/)?(?:env|nice|nohup|timeout|xargs|stdbuf|setsid|time|ionice|taskset|chrt"
          + "|flock|setpriv|strace): (?:(?:failed to|cannot) (?:run|execute|exec)"
          + "(?: command)? )?";

  /** What make says behind a makefile that is not there. */
  private static final String NO_RULE = MAKE + "\\*{3} No rule to make target";

  private static final Pattern CARRIAGE_RETURN = Pattern.compile("\r(?=[’'\"]?: )");
  private static final int MAX_TAIL = 8_000;

  /** How shells, launchers, make, Java, Go, Python, node and version managers name a program. */
  private static final List<Pattern> PROGRAMS =
      List.of(
          Pattern.compile("(?m)^" + SHELL + QUOTED + ": (?:[Cc]ommand )?not found\\b"),
          Pattern.compile("(?m)^" + QUOTED + ": [Cc]ommand not found$"),
          Pattern.compile("(?m)^\\S*sh:(?:\\d+:)? command not found: (\\S+)"),
          Pattern.compile("(?m)^" + LAUNCHER + QUOTED + NO_FILE),
          Pattern.compile("execvp:? " + QUOTED + ": No such file or directory"),
          Pattern.compile("(?m)^" + MAKE + QUOTED + NO_FILE + "(?!\n" + NO_RULE + ")"),
          Pattern.compile("Cannot run program \"([^\"]+)\""),
          Pattern.compile("exec: \"([^\"]+)\": executable file not found"),
          Pattern.compile("spawn (\\S+) ENOENT"),
          Pattern.compile("rustup could not choose a version of (\\S+)"),
          Pattern.compile("No version is set for command (\\S+)"));

  private static final List<Pattern> MODULES =
      List.of(Pattern.compile("(?m)^\\S*python[0-9.]*: No module named '?([^\\s';]+)"));

  /** How interpreters name a script, and make a makefile. */
  private static final List<Pattern> SCRIPTS =
      List.of(
          Pattern.compile("(?m)^" + MAKE + QUOTED + NO_FILE + "\n" + NO_RULE),
          Pattern.compile("(?m): cannot open " + QUOTED + ": No such file"),
          Pattern.compile("(?m)^bash: " + QUOTED + ": No such file or directory"),
          Pattern.compile("(?m)python[0-9.]*: can't open file " + QUOTED),
          Pattern.compile("Can't open perl script \"([^\"]+)\""));

  /** What an interpreter says that did not begin with its script; a shell is at line 0 then. */
  private static final Pattern NOT_OPENED =
      Pattern.compile(
          "(?:\\S*sh: 0: cannot open|\\S*python[0-9.]*: can't open file|Can't open perl script) .*");

  private static final int NOT_OPENED_STATUS = 2;

  /** Sentences about any file, which may also be a program. */
  private static final List<Pattern> FILES =
      List.of(
          Pattern.compile("(?m)(?:^|: )" + QUOTED + ": (?:[Pp]ermission denied|cannot execute)"),
          Pattern.compile("(?m)(?:^|: )" + QUOTED + ": (?:bad interpreter: )?No such file"),
          Pattern.compile("No such file or directory: '([^']+)'"));

  /** Such a sentence of who starts programs, and of no other that reads files. */
  private static final List<Pattern> STARTED_FILES =
      List.of(
          Pattern.compile(
              "(?m)^(?:"
                  + SHELL
                  + "|"
                  + LAUNCHER
                  + "|"
                  + MAKE
                  + "(?:execvp: )?)(?:\\S+: (?=\\S+: bad interpreter))?"
                  + QUOTED
                  + ": (?:[Pp]ermission denied|cannot execute"
                  + "|(?:bad interpreter: )?No such file)"));

  /** What make and npm say after that. */
  private static final Pattern AFTERWARDS =
      Pattern.compile(
          "\\s*|(?:g?make(?:\\[\\d+\\])?: (?:\\*{3}|Leaving directory)|npm (?:ERR!|error)|error Command).*");

  /** The status with which what make and npm ran ended, and that make found no makefile. */
  private static final Pattern STATUS =
      Pattern.compile("\\b(?:Error|code|status):? (\\d+)\\b|" + NO_RULE);

  private static final Set<String> COULD_NOT_RUN = Set.of("126", "127");

  /** What is missing: a program or path to start, a file for an interpreter, or its module. */
  public enum Kind {
    PROGRAM,
    SCRIPT,
    MODULE
  }

  /** Returns all that may have been meant, the surest first. */
  public static List<MissingProgram> allIn(String output) {
    List<MissingProgram> all = new ArrayList<>(sure(tail(output)));
    all.addAll(found(FILES, Kind.PROGRAM, tail(output)).stream().map(Found::program).toList());
    return List.copyOf(all);
  }

  /**
   * Returns the last program or script that was named as such, else the last file of which a shell,
   * a launcher or make says that it could not be started.
   */
  public static Optional<MissingProgram> lastIn(String output) {
    List<MissingProgram> sure = sure(tail(output));
    List<MissingProgram> named =
        sure.isEmpty()
            ? found(STARTED_FILES, Kind.PROGRAM, tail(output)).stream().map(Found::program).toList()
            : sure;
    return named.isEmpty() ? Optional.empty() : Optional.of(named.get(named.size() - 1));
  }

  /**
   * Tells for certain that this is what ended a command, whatever its own exit status: make or npm
   * says so of what was named just before, or an interpreter says it of its script or module,
   * nothing else was printed, and of a script ended as one that could not begin.
   */
  public static boolean ends(String output, int exitStatus) {
    List<String> lines = tail(output).lines().toList();
    int end = lines.size();
    while (end > 0 && AFTERWARDS.matcher(lines.get(end - 1)).matches()) {
      end--;
    }
    if (end == 0) {
      return false;
    }
    List<MissingProgram> last = sure(lines.get(end - 1));
    if (last.isEmpty()) {
      return false;
    }
    MissingProgram named = last.get(last.size() - 1);
    if (lines.size() == 1
        && exitStatus == NOT_OPENED_STATUS
        && NOT_OPENED.matcher(lines.get(0)).matches()) {
      return true;
    }
    return named.kind() == Kind.MODULE
        ? lines.subList(0, end - 1).stream().allMatch(line -> isCallOf(named, line))
        : lines.subList(end, lines.size()).stream()
            .flatMap(line -> STATUS.matcher(line).results())
            .findFirst()
            .filter(said -> said.group(1) == null || COULD_NOT_RUN.contains(said.group(1)))
            .isPresent();
  }

  /** Tells whether make or a shell only printed what it was about to run. */
  private static boolean isCallOf(MissingProgram module, String line) {
    return line.isBlank() || line.contains("-m " + module.name());
  }

  /** Tells whether it is called by a script whose lines do not end as those of a script must. */
  public boolean hasCarriageReturn() {
    return name.endsWith("\\r") || name.endsWith("^M");
  }

  /** Tells whether it is named by a path that begins where the command was started. */
  public boolean isRelativeFile() {
    return !name.startsWith("/")
        && (kind == Kind.SCRIPT || (kind == Kind.PROGRAM && name.contains("/")));
  }

  /** Returns a module without what lies in it. */
  public String topModule() {
    return name.split("\\.", 2)[0];
  }

  /** Tells whether a file of the repository may be it, wherever the command was started. */
  public boolean isAt(String path) {
    String rooted = "/" + path;
    if (kind == Kind.MODULE) {
      return rooted.endsWith("/" + topModule() + ".py") || rooted.contains("/" + topModule() + "/");
    }
    return isRelativeFile() && rooted.endsWith("/" + name.substring(name.lastIndexOf('/') + 1));
  }

  private static List<MissingProgram> sure(String output) {
    List<Found> found = new ArrayList<>(found(PROGRAMS, Kind.PROGRAM, output));
    found.addAll(found(MODULES, Kind.MODULE, output));
    for (Found script : found(SCRIPTS, Kind.SCRIPT, output)) {
      String path = script.program().name();
      // Python names it by where it would be, which is another place in each checkout.
      String name = path.startsWith("/") ? path.substring(path.lastIndexOf('/') + 1) : path;
      found.add(new Found(script.at(), new MissingProgram(name, Kind.SCRIPT)));
    }
    return found.stream()
        .sorted(Comparator.comparingInt(Found::at))
        .map(Found::program)
        .distinct()
        .toList();
  }

  private static List<Found> found(List<Pattern> patterns, Kind kind, String output) {
    List<Found> found = new ArrayList<>();
    for (Pattern pattern : patterns) {
      Matcher matcher = pattern.matcher(output);
      while (matcher.find()) {
        found.add(new Found(matcher.start(), new MissingProgram(matcher.group(1), kind)));
      }
    }
    found.sort(Comparator.comparingInt(Found::at));
    return found;
  }

  private static String tail(String output) {
    String end = output.substring(Math.max(0, output.length() - MAX_TAIL));
    return CARRIAGE_RETURN.matcher(end).replaceAll("\\\\r");
  }

  private record Found(int at, MissingProgram program) {}
}
