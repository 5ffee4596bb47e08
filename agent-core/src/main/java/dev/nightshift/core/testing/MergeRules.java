package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ContractScene.RUN;
import static dev.nightshift.core.testing.ContractScene.equal;
import static dev.nightshift.core.testing.ContractScene.require;
import static dev.nightshift.core.testing.ContractScene.text;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.testing.WorkspacesContract.Repository;
import dev.nightshift.core.testing.WorkspacesContract.Rule;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.workspace.Staleness;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The rules of {@link WorkspacesContract} about renames, conflicts and work that was given up. */
final class MergeRules {
  private static final String OLD = "old.txt";
  private static final String NEW = "new.txt";

  private MergeRules() {}

  static void addTo(Map<String, Rule> rules) {
    rules.put("an edit follows what the target renamed", on(MergeRules::followsTheTarget));
    rules.put("an edit of the target follows a renamed file", on(MergeRules::followsTheBranch));
    rules.put("edits meet in a renamed and edited file", on(MergeRules::mergesBothEdits));
    rules.put("a change shows a moved file as renamed", on(MergeRules::showsRenames));
    rules.put("two renames of a file are a conflict", on(MergeRules::tellsTwoRenames));
    rules.put("a rename of a deleted file is a conflict", on(MergeRules::tellsDeletedRenames));
    rules.put("a rename to a taken path is a conflict", on(MergeRules::tellsTakenPaths));
    rules.put("a file goes along with its directory", on(MergeRules::tellsDirectories));
    rules.put("markers are a conflict until they are gone", on(MergeRules::waitsForMarkers));
    rules.put("markers that were moved are a conflict", on(MergeRules::findsMovedMarkers));
    rules.put("lines like markers are no conflict", on(MergeRules::tellsMarkersFromText));
    rules.put("a version beside is a conflict until it is gone", on(MergeRules::waitsForVersions));
    rules.put("a deletion deletes until the branch says more", on(MergeRules::laysDeletedBeside));
    rules.put("edits are told from what was merged", on(MergeRules::tellsEdits));
    rules.put("news tell where a file went", on(MergeRules::tellsRenamedNews));
    rules.put("work that was given up can be published", on(MergeRules::keepsGivenUpWork));
  }

  private static Rule on(RuleOfMerges rule) {
    return repository -> {
      repository.commit(OLD, lines());
      try (Scene scene = new Scene(repository, RUN)) {
        rule.check(scene);
      }
    };
  }

  private static void followsTheTarget(Scene scene) {
    scene.write(OLD, lines(5));
    scene.repository.commit(NEW, lines());
    scene.repository.delete(OLD);
    equal(lines(5), text(scene.merged(), NEW));
    scene.requireNothingAt(scene.merged(), OLD);
    equal(List.of(), scene.workspace.refresh().paths());
    equal(lines(5), scene.read(NEW));
    scene.requireNothingAt(scene.files(), OLD);
  }

  private static void followsTheBranch(Scene scene) {
    scene.write(NEW, lines());
    scene.files().delete(OLD);
    scene.repository.commit(OLD, lines(5));
    equal(lines(5), text(scene.merged(), NEW));
    equal(List.of(), scene.workspace.refresh().paths());
    equal(lines(5), scene.read(NEW));
    scene.requireNothingAt(scene.files(), OLD);
  }

  private static void mergesBothEdits(Scene scene) {
    scene.write(OLD, lines(2));
    scene.repository.commit(NEW, lines(9));
    scene.repository.delete(OLD);
    equal(lines(2, 9), text(scene.merged(), NEW));
  }

  private static void tellsTwoRenames(Scene scene) {
    scene.write("mine.txt", lines(2));
    scene.files().delete(OLD);
    scene.repository.commit("theirs.txt", lines());
    scene.repository.delete(OLD);
    scene.requireTold("mine.txt RENAME_RENAME theirs.txt");
    equal(lines(2), scene.read("theirs.txt"));
    scene.requireNothingAt(scene.files(), "mine.txt");
    scene.requireResolved();
  }

  private static void tellsDeletedRenames(Scene scene) {
    scene.write(NEW, lines());
    scene.files().delete(OLD);
    scene.repository.delete(OLD);
    scene.requireTold(NEW + " RENAME_DELETE");
    equal(lines(), scene.read(NEW));
    scene.requireResolved();
  }

  private static void showsRenames(Scene scene) {
    scene.repository.commit("logo.png", "\0one\0two");
    try (Scene fresh = new Scene(scene.repository, RunId.of("moves"))) {
      fresh.files().write("img/logo.png", fresh.files().read("logo.png").bytes());
      fresh.files().delete("logo.png");
      fresh.write(NEW, lines(2));
      fresh.files().delete(OLD);
      fresh.checkpoint();
      equal(
          List.of(
              new ChangedFile("img/logo.png", ChangedFile.Kind.RENAMED, 0, 0, "logo.png"),
              new ChangedFile(NEW, ChangedFile.Kind.RENAMED, 1, 1, OLD)),
          fresh.workspace.change().files());
    }
  }

  private static void tellsTakenPaths(Scene scene) {
    scene.write(OLD, lines(2));
    scene.write(NEW, "another file\n");
    scene.repository.commit(NEW, lines());
    scene.repository.delete(OLD);
    scene.requireTold(NEW + " ADD_ADD", OLD + " RENAME_ADD " + NEW);
    equal(lines(2), scene.read(OLD + ".of-branch"));
  }

  private static void tellsDirectories(Scene scene) {
    scene.repository.commit("dir/one.txt", lines(1));
    try (Scene fresh = new Scene(scene.repository, RunId.of("directories"))) {
      fresh.write("dir/two.txt", "mine\n");
      scene.repository.commit("place/one.txt", lines(1));
      scene.repository.delete("dir/one.txt");
      fresh.requireTold("dir/two.txt DIRECTORY_RENAME place/two.txt");
      equal("mine\n", fresh.read("place/two.txt"));
      fresh.requireResolved();
    }
  }

  private static void waitsForMarkers(Scene scene) {
    scene.write(OLD, lines(5));
    scene.repository.commit(OLD, lines().replace("line 5\n", "theirs\n"));
    scene.requireTold(OLD + " CONTENT");
    scene.requireOpen(OLD);
    scene.write(OLD, lines(5));
    scene.requireResolved();
  }

  private static void findsMovedMarkers(Scene scene) {
    scene.write(OLD, lines(5));
    scene.repository.commit(OLD, lines().replace("line 5\n", "theirs\n"));
    scene.requireTold(OLD + " CONTENT");
    byte[] marked = scene.files().read(OLD).bytes();
    scene.files().write("dir/moved.txt", marked);
    scene.files().delete(OLD);
    scene.requireOpen("dir/moved.txt");
    scene.files().write("again.txt", marked);
    scene.files().delete("dir/moved.txt");
    scene.requireOpen("again.txt");
    scene.write("again.txt", lines(5));
    scene.requireResolved();
  }

  private static void tellsMarkersFromText(Scene scene) {
    String text = "<<<<<<< how a conflict begins\n";
    scene.write("A.java", "mine\n" + text);
    scene.repository.commit("A.java", "theirs\n" + text);
    scene.requireTold("A.java NOT_MERGEABLE");
    scene.write("A.java", "both\n" + text);
    scene.files().delete("A.java.of-branch");
    scene.requireResolved();
    scene.write(OLD, text);
    scene.requireResolved();
  }

  private static void waitsForVersions(Scene scene) {
    scene.write("A.java", "\0one");
    scene.repository.commit("A.java", "\0two");
    scene.requireTold("A.java NOT_MERGEABLE");
    equal("\0two", scene.bytes("A.java"));
    equal("\0one", scene.bytes("A.java.of-branch"));
    scene.requireOpen("A.java");
    scene.write("A.java", "\0one");
    scene.files().delete("A.java.of-branch");
    scene.requireResolved();
  }

  private static void laysDeletedBeside(Scene scene) {
    scene.write("A.java", "mine\n");
    scene.repository.delete("A.java");
    scene.requireTold("A.java MODIFY_DELETE");
    scene.requireNothingAt(scene.files(), "A.java");
    equal("mine\n", scene.read("A.java.of-branch"));
    scene.requireOpen("A.java");
    scene.files().delete("A.java.of-branch");
    scene.requireResolved();
  }

  private static void tellsEdits(Scene scene) {
    equal(List.of(), scene.workspace.editedPaths());
    scene.write("A.java", "mine\n");
    scene.write(OLD, lines(2));
    scene.checkpoint();
    equal(List.of("A.java", OLD), scene.workspace.editedPaths());
    scene.repository.commit("A.java", "theirs\n");
    scene.repository.commit(OLD, lines(9));
    scene.repository.commit("news.txt", "news\n");
    scene.workspace.refresh();
    scene.checkpoint();
    equal(List.of(), scene.workspace.editedPaths());
    scene.repository.commit("B.java", "news\n");
    scene.workspace.refresh();
    scene.write("A.java", "both\n");
    scene.files().delete("news.txt");
    scene.checkpoint();
    equal(List.of("A.java", "news.txt"), scene.workspace.editedPaths());
    scene.checkpoint();
    equal(List.of(), scene.workspace.editedPaths());
  }

  private static void tellsRenamedNews(Scene scene) {
    scene.read(OLD);
    scene.repository.commit(NEW, lines(5));
    scene.repository.delete(OLD);
    Staleness news = scene.workspace.staleness();
    equal(List.of(NEW, OLD), news.overlap());
    equal(Map.of(OLD, NEW), news.renamed());
  }

  private static void keepsGivenUpWork(Scene scene) {
    equal(true, scene.workspace.lastChange().isEmpty());
    scene.write("A.java", "mine\n");
    String work = scene.checkpoint();
    String tip = scene.repository.commit("B.java", "news\n");
    scene.workspace.refresh();
    scene.write("A.java", "a\n");
    scene.checkpoint();
    equal(true, scene.workspace.change().isEmpty());
    Change last = scene.workspace.lastChange();
    equal(work, last.headCommit());
    equal(List.of("A.java"), last.files().stream().map(file -> file.path()).toList());
    require(!last.baseCommit().equals(tip), "the change is not against what it was made on");
    scene.workspace.publish();
  }

  /** Twelve lines, of which those with these numbers are edited. */
  private static String lines(int... edited) {
    return IntStream.range(0, 12)
        .mapToObj(
            line ->
                (IntStream.of(edited).anyMatch(one -> one == line) ? "edited " : "line ") + line)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** One check, on a run that starts from a target with one file more. */
  @FunctionalInterface
  private interface RuleOfMerges {
    void check(Scene scene);
  }

  /** A run that is merged. */
  private static final class Scene extends ContractScene {
    Scene(Repository repository, RunId run) {
      super(repository, run);
    }

    String read(String path) {
      return text(files(), path);
    }

    String bytes(String path) {
      return new String(files().read(path).bytes(), StandardCharsets.UTF_8);
    }

    /** Returns the files that would land. */
    TreeView merged() {
      return queue().view(candidate().mergeCommit());
    }

    /** The same conflicts before anything is merged into the workspace and by doing so. */
    void requireTold(String... conflicts) {
      equal(List.of(conflicts), told(conflicted()));
      equal(List.of(conflicts), told(workspace.refresh()));
    }

    private ConflictReport conflicted() {
      Merge merge = merge();
      require(merge instanceof Merge.Conflicted, "a conflict ended as " + merge);
      return ((Merge.Conflicted) merge).report();
    }

    private static List<String> told(ConflictReport report) {
      return report.paths().stream()
          .map(path -> (path.path() + " " + path.kind() + " " + path.likelyPath()).strip())
          .toList();
    }

    void requireOpen(String path) {
      equal(List.of(path), paths(conflicted()));
      equal(List.of(path), paths(workspace.unresolved()));
    }

    private static List<String> paths(ConflictReport report) {
      return report.paths().stream().map(ConflictedPath::path).toList();
    }

    void requireResolved() {
      Merge merge = merge();
      require(merge instanceof Merge.Clean, "a resolved conflict ended as " + merge);
      equal(List.of(), workspace.unresolved().paths());
    }

    void requireNothingAt(TreeView tree, String path) {
      List<String> all = tree.list(ListQuery.all());
      require(!all.contains(path), path + " is in " + all);
    }
  }
}
