package dev.nightshift.examples.checkout;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One work tree as git would tell of it: its branch, its commit, and what keeps it from moving. */
final class FakeGit implements Git {
  final List<String> calls = new ArrayList<>();
  final Map<String, String> tips = new HashMap<>();
  private final Path directory;
  String branch = "main";
  String head = "";
  String dirt = "";
  String inTheWay = "";

  FakeGit(Path directory) {
    this.directory = directory;
  }

  @Override
  public Output run(Path where, List<String> arguments) {
    return switch (arguments.get(0)) {
      case "worktree" -> new Output(0, listed());
      case "rev-parse" -> new Output(0, directory.toString());
      case "status" -> new Output(0, dirt);
      case "switch" -> switched(arguments);
      default -> throw new AssertionError("unexpected " + arguments);
    };
  }

  private String listed() {
    String on = branch.isEmpty() ? "detached" : "branch refs/heads/" + branch;
    return "worktree " + directory + "\nHEAD " + commit() + "\n" + on;
  }

  private String commit() {
    return branch.isEmpty() ? head : tips.getOrDefault(branch, "");
  }

  private Output switched(List<String> arguments) {
    String to = arguments.get(arguments.size() - 1);
    boolean detaches = arguments.contains("--detach");
    calls.add((detaches ? "detach " : "switch ") + to);
    if (!inTheWay.isEmpty()) {
      return new Output(1, inTheWay);
    }
    head = detaches ? to : "";
    branch = detaches ? "" : to;
    return new Output(0, "");
  }
}
