package dev.nightshift.examples.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The git program on one repository: a second opinion that shares no code with the library. */
final class GitProgram {
  private final Path repository;

  GitProgram(Path repository) {
    this.repository = repository;
  }

  /** Copies a repository into a bare one. */
  static GitProgram bareCopy(Path source, Path copy) {
    Program.run(List.of("git", "clone", "-q", "--bare", source.toString(), copy.toString()), "");
    return new GitProgram(copy);
  }

  /** Checks what runs must not leave in a repository, however they ended. */
  void checkSound(Checks checks) throws IOException {
    try (Stream<Path> files = Files.walk(repository)) {
      checks.same(
          "no lock is left in the repository",
          List.of(),
          files.map(Path::toString).filter(name -> name.endsWith(".lock")).toList());
    }
    checks.same("the repository is whole", "", run("fsck", "--no-progress", "--no-dangling"));
  }

  Path repository() {
    return repository;
  }

  /** Runs git and returns what it prints, without the last line end. */
  String run(String... arguments) {
    return new String(bytes(arguments), StandardCharsets.UTF_8).stripTrailing();
  }

  List<String> lines(String... arguments) {
    String text = run(arguments);
    return text.isEmpty() ? List.of() : text.lines().toList();
  }

  byte[] bytes(String... arguments) {
    return Program.run(command(arguments), "");
  }

  /** Returns all refs with their commits. */
  Map<String, String> refs() {
    Map<String, String> refs = new TreeMap<>();
    for (String line : lines("for-each-ref", "--format=%(refname) %(objectname)")) {
      refs.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1));
    }
    return refs;
  }

  /** Commits one file on top of a branch without any work tree, as another person's push would. */
  String push(String branch, String path, String content) {
    String tip = run("rev-parse", "refs/heads/" + branch);
    Path index = repository.resolve("trial-index");
    List<String> withIndex = List.of("env", "GIT_INDEX_FILE=" + index);
    String blob = text(command("hash-object", "-w", "--stdin"), content);
    text(join(withIndex, command("read-tree", tip)), "");
    text(
        join(
            withIndex,
            command("update-index", "--add", "--cacheinfo", "100644," + blob + "," + path)),
        "");
    String tree = text(join(withIndex, command("write-tree")), "");
    Program.run(List.of("rm", "-f", index.toString()), "");
    String commit = run("commit-tree", tree, "-p", tip, "-m", "Change " + path);
    run("update-ref", "refs/heads/" + branch, commit, tip);
    return commit;
  }

  private static String text(List<String> command, String input) {
    return new String(Program.run(command, input), StandardCharsets.UTF_8).strip();
  }

  private List<String> command(String... arguments) {
    return join(List.of("git", "-C", repository.toString()), List.of(arguments));
  }

  private static List<String> join(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
