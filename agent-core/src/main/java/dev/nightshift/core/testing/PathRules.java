package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ContractScene.equal;
import static dev.nightshift.core.testing.ContractScene.kindOf;
import static dev.nightshift.core.testing.ContractScene.requireKind;
import static dev.nightshift.core.testing.WorkspacesContract.inScene;

import dev.nightshift.core.base.WorkspaceException.Kind;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.testing.WorkspacesContract.Repository;
import dev.nightshift.core.testing.WorkspacesContract.Rule;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.tree.WorkspacePaths;
import java.util.List;
import java.util.Map;

/**
 * Rules of {@link WorkspacesContract} about paths: what {@link WorkspacePaths} refuses is refused
 * everywhere, and what it takes is taken.
 */
final class PathRules {
  /** A zero width character, which some file systems leave out of a name. */
  private static final String UNSEEN = Character.toString(0x200C);

  private static final List<String> REFUSED =
      List.of(
          "",
          ".",
          "..",
          "/",
          "/A.java",
          "//A.java",
          "../A.java",
          "a/../B.java",
          "./A.java",
          "a/./b",
          "a//b",
          "a/",
          "a\\b",
          "C:/x",
          "~",
          "~/x",
          "x\0y",
          ".git",
          ".git/config",
          "a/.git/config",
          ".GIT/x",
          "a/.Git",
          ".git.",
          ".git ",
          ".git . /x",
          ".git::$INDEX_ALLOCATION/x",
          ".g" + UNSEEN + "it/config",
          ".git" + UNSEEN + "/x",
          "git~1/x",
          "GIT~2",
          "n".repeat(256),
          "\u00fc".repeat(128),
          "d/".repeat(64) + "x");

  private static final List<String> TAKEN =
      List.of(
          "a b.txt",
          "-rf",
          "~x",
          "a~1",
          "...",
          "..x",
          ".gitignore",
          ".gitattributes",
          ".github/workflow.yml",
          "a/.gitkeep",
          "gitx",
          "git~x",
          "aux.rs",
          "con",
          "10:00.json",
          "name.",
          "name ",
          " name",
          "tab\tname",
          "line\nname",
          "bell\u0007",
          "gr\u00fc\u00dfe.txt",
          "u\u0308mlaut",
          "\ud83d\ude00.txt",
          UNSEEN + "name",
          "n".repeat(255),
          "d/".repeat(63) + "x");

  private PathRules() {}

  static void addTo(Map<String, Rule> rules) {
    rules.put("the path rule holds for reading", inScene(PathRules::holdsForReading));
    rules.put("the path rule holds for writing", inScene(PathRules::holdsForWriting));
    rules.put("the base may hold what no agent writes", PathRules::keepsTheHostsOwnOfTheBase);
    rules.put("a name is a file or a directory", PathRules::isFileOrDirectory);
    rules.put("a file may become a directory and back", PathRules::changesPlaces);
  }

  private static void holdsForReading(ContractScene scene) {
    scene
        .viewsOfTheBase()
        .forEach(
            (name, view) -> {
              REFUSED.forEach(path -> refuses(view, name, path));
              TAKEN.forEach(
                  path -> {
                    WorkspacePaths.read(path);
                    requireKind(Kind.NOT_FOUND, named(name, path), () -> view.read(path));
                    equal(List.of(), view.list(new ListQuery(path, "", 1)), named(name, path));
                  });
            });
  }

  private static void refuses(TreeView view, String name, String path) {
    String what = named(name, path);
    requireKind(
        Kind.PATH_REFUSED,
        "the rule for '" + VisibleText.name(path) + "'",
        () -> WorkspacePaths.read(path));
    requireKind(Kind.PATH_REFUSED, what, () -> view.read(path));
    if (kindOf(() -> WorkspacePaths.listed(path)) != null) {
      requireKind(Kind.PATH_REFUSED, what, () -> view.list(new ListQuery(path, "", 1)));
    }
  }

  private static void holdsForWriting(ContractScene scene) {
    WorkspaceFiles files = scene.files();
    for (String path : REFUSED) {
      requireKind(Kind.PATH_REFUSED, named("writing", path), () -> scene.write(path, "x"));
      requireKind(Kind.PATH_REFUSED, named("deleting", path), () -> files.delete(path));
    }
    String own = ".nightshift/x";
    requireKind(Kind.PATH_REFUSED, own, () -> scene.write(own, "x"));
    requireKind(Kind.PATH_REFUSED, own, () -> files.delete(own));
    for (String path : TAKEN) {
      scene.write(path, path);
      equal(path, ContractScene.text(files, path), named("writing", path));
      equal(List.of(path), files.list(new ListQuery(path, "", 9)), named("listing", path));
      files.delete(path);
      requireKind(Kind.NOT_FOUND, named("deleting", path), () -> files.read(path));
    }
    equal(List.of("A.java", "B.java"), files.list(ListQuery.all()), "what is left");
  }

  private static void keepsTheHostsOwnOfTheBase(Repository repository) {
    String own = ".nightshift/x";
    repository.commit(own, "own\n");
    try (ContractScene scene = new ContractScene(repository)) {
      scene
          .viewsOfTheBase()
          .forEach((name, view) -> equal("own\n", ContractScene.text(view, own), named(name, own)));
      requireKind(Kind.PATH_REFUSED, own, () -> scene.write(own, "x"));
      requireKind(Kind.PATH_REFUSED, own, () -> scene.files().delete(own));
      MergeCandidate candidate = scene.change("C.java", "c\n");
      equal(1, scene.queue().change(candidate).files().size(), "the size of the change");
      TreeView landing = scene.queue().view(candidate.mergeCommit());
      equal("own\n", ContractScene.text(landing, own), "the candidate");
    }
  }

  private static void isFileOrDirectory(Repository repository) {
    repository.commit("dir/C.txt", "c\n");
    try (ContractScene scene = new ContractScene(repository)) {
      WorkspaceFiles files = scene.files();
      requireKind(Kind.NOT_A_FILE, "writing a directory", () -> scene.write("dir", "x"));
      requireKind(Kind.NOT_A_FILE, "writing below a file", () -> scene.write("A.java/x", "x"));
      requireKind(Kind.NOT_A_FILE, "deleting a directory", () -> files.delete("dir"));
      requireKind(Kind.NOT_FOUND, "deleting below a file", () -> files.delete("A.java/x"));
      requireKind(Kind.NOT_FOUND, "deleting nothing", () -> files.delete("dir/Gone.txt"));
      files.delete("dir/C.txt");
      scene.write("dir", "a file now\n");
      equal(List.of("A.java", "B.java", "dir"), files.list(ListQuery.all()), "after it was empty");
    }
  }

  private static void changesPlaces(Repository repository) {
    repository.commit("dir/C.txt", "c\n");
    try (ContractScene scene = new ContractScene(repository)) {
      WorkspaceFiles files = scene.files();
      files.delete("A.java");
      scene.write("A.java/x.txt", "x\n");
      files.delete("dir/C.txt");
      scene.write("dir", "file\n");
      List<String> expected = List.of("A.java/x.txt", "B.java", "dir");
      TreeView landing = scene.queue().view(scene.candidate().mergeCommit());
      equal(expected, landing.list(ListQuery.all()), "the candidate");
      equal("x\n", ContractScene.text(landing, "A.java/x.txt"), "the candidate");
      requireKind(Kind.NOT_A_FILE, "the new directory", () -> landing.read("A.java"));
      equal("file\n", ContractScene.text(landing, "dir"), "the candidate");
      equal(expected, files.list(ListQuery.all()), "the working files after the checkpoint");
    }
  }

  private static String named(String what, String path) {
    return what + " of the path '" + VisibleText.name(path) + "'";
  }
}
