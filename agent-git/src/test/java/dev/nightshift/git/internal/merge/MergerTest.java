package dev.nightshift.git.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.git.internal.objects.PendingObjects;
import dev.nightshift.git.internal.objects.TreeEntry;
import dev.nightshift.git.internal.objects.Trees;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Renames on one side of a merge or on both; what a git program does with them stands beside. */
class MergerTest {
  private static final PersonIdent WHO = new PersonIdent("Tester", "tester@localhost");
  @TempDir private Path directory;
  private Repository repository;
  private final Map<String, String> base = new HashMap<>();
  private final Map<String, String> branch = new HashMap<>();
  private final Map<String, String> target = new HashMap<>();
  private final List<ConflictedPath> conflicts = new ArrayList<>();

  @BeforeEach
  void createRepository() throws Exception {
    repository = new FileRepositoryBuilder().setGitDir(directory.toFile()).build();
    repository.create(true);
  }

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  @Test
  void anEditFollowsTheFileThatTheTargetRenamed() throws Exception {
    all("old.txt", lines("x", 20));
    branch.put("old.txt", edited("x", 20, 5));
    move(target, "old.txt", "new.txt");

    assertThat(merged()).isEqualTo(Map.of("new.txt", edited("x", 20, 5)));
    assertThat(conflicts).isEmpty();
  }

  @Test
  void theLineEndThatBothSidesHaveIsKept() throws Exception {
    base.put("a.txt", "x1\nx2\nx3\nx4");
    branch.put("a.txt", "x1\nx2\nx3\n");
    target.put("a.txt", "X\nx2\nx3\n");

    assertThat(merged()).isEqualTo(Map.of("a.txt", "X\nx2\nx3\n"));
    assertThat(conflicts).isEmpty();
  }

  /** Symptom: a brace or an entry that both sides had added landed twice; git adds it once. */
  @ParameterizedTest
  @CsvSource({
    "'    }|a|}|    }|    }|', '    }|a|}|    }|    }|    }|', '    }|}|a||{|}|    }|    }|    }|'",
    "u5|u6|if|if|if|u7|{|, u5|{|u6|if|if|if|u7|u7|{|, u5|{|u6|if|e3|if|u7|u7|{|",
  })
  void linesThatRepeatAreAConflictWhereTheyCanBePairedInTwoWays(
      String was, String ours, String theirs) throws Exception {
    base.put("f", was.replace('|', '\n'));
    branch.put("f", ours.replace('|', '\n'));
    target.put("f", theirs.replace('|', '\n'));

    String text = merged().get("f");

    assertThat(told()).containsExactly("f CONTENT");
    assertThat(text).contains("<<<<<<< ", "=======", ">>>>>>> ");
  }

  /** Beyond a bound no second way is tried: it would take a minute. */
  @Test
  @Timeout(30)
  void largeChangesOfBothSidesAreMergedInTime() throws Exception {
    String kept = lines("kept", 50);
    base.put("f", lines("a", 40_000) + kept + lines("b", 40_000));
    branch.put("f", lines("c", 40_000) + kept + lines("b", 40_000));
    target.put("f", lines("a", 40_000) + kept + lines("d", 40_000));

    assertThat(merged()).isEqualTo(Map.of("f", lines("c", 40_000) + kept + lines("d", 40_000)));
    assertThat(conflicts).isEmpty();
  }

  @Test
  void anEditOfTheTargetFollowsTheFileThatTheBranchRenamed() throws Exception {
    all("dir/old.txt", lines("x", 20));
    move(branch, "dir/old.txt", "other/new.txt");
    target.put("dir/old.txt", edited("x", 20, 5));

    assertThat(merged()).isEqualTo(Map.of("other/new.txt", edited("x", 20, 5)));
    assertThat(conflicts).isEmpty();
  }

  @Test
  void editsOfBothMeetInAFileThatWasRenamedAndEdited() throws Exception {
    all("old.txt", lines("x", 20));
    branch.put("old.txt", edited("x", 20, 2));
    target.remove("old.txt");
    target.put("new.txt", edited("x", 20, 15));

    assertThat(merged()).isEqualTo(Map.of("new.txt", edited("x", 20, 2, 15)));
    assertThat(conflicts).isEmpty();
  }

  @Test
  void editsOfOneLineConflictWhereTheFileIsNow() throws Exception {
    all("old.txt", lines("x", 20));
    branch.put("old.txt", edited("x", 20, 5));
    target.remove("old.txt");
    target.put("new.txt", lines("x", 20).replace("x 5\n", "theirs\n"));

    assertThat(merged()).containsOnlyKeys("new.txt");
    assertThat(told()).containsExactly("new.txt CONTENT");
    assertThat(conflicts.get(0).hunks()).contains("edited 5").contains("theirs");
  }

  @Test
  void aRenameOfBothToOnePathIsOneFile() throws Exception {
    all("old.txt", lines("x", 20));
    branch.remove("old.txt");
    branch.put("new.txt", edited("x", 20, 2));
    target.remove("old.txt");
    target.put("new.txt", edited("x", 20, 15));

    assertThat(merged()).isEqualTo(Map.of("new.txt", edited("x", 20, 2, 15)));
    assertThat(conflicts).isEmpty();
  }

  @Test
  void aBinaryFileThatWasRenamedTakesTheChangeOfTheOtherSide() throws Exception {
    all("logo.png", "\0one");
    branch.put("logo.png", "\0two");
    move(target, "logo.png", "img/logo.png");

    assertThat(merged()).isEqualTo(Map.of("img/logo.png", "\0two"));
    assertThat(conflicts).isEmpty();
  }

  @Test
  void renamesToTwoPathsAreAConflictAtTheTargetsPath() throws Exception {
    all("old.txt", lines("x", 20));
    branch.remove("old.txt");
    branch.put("mine.txt", edited("x", 20, 2));
    move(target, "old.txt", "theirs.txt");

    assertThat(merged()).isEqualTo(Map.of("theirs.txt", edited("x", 20, 2)));
    assertThat(told()).containsExactly("mine.txt RENAME_RENAME theirs.txt");
    assertThat(conflicts.get(0).hunks()).contains("renamed old.txt", "It is at theirs.txt only");
  }

  @Test
  void renamesOfTwoFilesToOnePathAreAConflict() throws Exception {
    all("one.txt", lines("one", 20));
    all("two.txt", lines("two", 20));
    move(branch, "one.txt", "new.txt");
    move(target, "two.txt", "new.txt");
    target.put("one.txt", edited("one", 20, 5));

    merged();

    assertThat(told()).containsExactly("new.txt ADD_ADD", "one.txt RENAME_RENAME new.txt");
  }

  @Test
  void aRenameToWhereTheOtherSideAddedAFileIsAConflict() throws Exception {
    all("old.txt", lines("x", 20));
    branch.put("old.txt", edited("x", 20, 5));
    branch.put("new.txt", "another file\n");
    move(target, "old.txt", "new.txt");

    Map<String, String> merged = merged();

    assertThat(told()).containsExactly("new.txt ADD_ADD", "old.txt RENAME_ADD new.txt");
    assertThat(merged).containsOnlyKeys("new.txt", "old.txt.of-branch");
    assertThat(merged).containsEntry("old.txt.of-branch", edited("x", 20, 5));
  }

  @Test
  void whatTheTargetDeletedAndTheBranchRenamedIsAConflict() throws Exception {
    all("old.txt", lines("x", 20));
    move(branch, "old.txt", "new.txt");
    target.remove("old.txt");

    assertThat(merged()).containsOnlyKeys("new.txt");
    assertThat(told()).containsExactly("new.txt RENAME_DELETE");
  }

  @Test
  void whatTheBranchDeletedAndTheTargetRenamedIsAConflict() throws Exception {
    all("old.txt", lines("x", 20));
    branch.remove("old.txt");
    move(target, "old.txt", "new.txt");

    assertThat(merged()).containsOnlyKeys("new.txt");
    assertThat(told()).containsExactly("old.txt RENAME_DELETE new.txt");
  }

  @Test
  void aFileAddedToADirectoryThatTheTargetRenamedGoesAlongAndIsAConflict() throws Exception {
    all("old/a", lines("a", 9));
    all("old/sub/b", lines("b", 9));
    branch.put("old/c", "mine\n");
    branch.put("old/sub/d", "mine too\n");
    move(target, "old/a", "new/a");
    move(target, "old/sub/b", "new/sub/b");

    assertThat(merged()).containsOnlyKeys("new/a", "new/sub/b", "new/c", "new/sub/d");
    assertThat(told())
        .containsExactly("old/c DIRECTORY_RENAME new/c", "old/sub/d DIRECTORY_RENAME new/sub/d");
  }

  @Test
  void aFileTheTargetAddedToADirectoryThatTheBranchRenamedGoesAlongToo() throws Exception {
    all("old/a", lines("a", 9));
    all("old/b", lines("b", 9));
    move(branch, "old/a", "a");
    move(branch, "old/b", "b");
    target.put("old/c", "theirs\n");

    assertThat(merged()).containsOnlyKeys("a", "b", "c");
    assertThat(told()).containsExactly("old/c DIRECTORY_RENAME c");
  }

  @Test
  void aFileAddedToADirectoryThatWentToSeveralPlacesStays() throws Exception {
    all("old/a", lines("a", 9));
    all("old/b", lines("b", 9));
    branch.put("old/c", "mine\n");
    move(target, "old/a", "here/a");
    move(target, "old/b", "there/b");

    assertThat(merged()).containsOnlyKeys("here/a", "there/b", "old/c");
    assertThat(told()).containsExactly("old/c DIRECTORY_RENAME");
    assertThat(conflicts.get(0).hunks()).contains("several places");
  }

  @Test
  void aRenameThatCannotBeToldFromAnotherIsAConflictWithAHint() throws Exception {
    all("old.txt", lines("x", 20));
    branch.put("old.txt", edited("x", 20, 5));
    move(target, "old.txt", "one.txt");
    target.put("two.txt", lines("x", 20));

    Map<String, String> merged = merged();

    assertThat(told()).containsExactly("old.txt MODIFY_DELETE one.txt");
    assertThat(conflicts.get(0).hunks()).contains("seems to have renamed");
    assertThat(merged).containsEntry("old.txt.of-branch", edited("x", 20, 5));
  }

  @Test
  void aFileOfWhichLessThanHalfIsLeftIsNotTheSame() throws Exception {
    all("old.txt", lines("x", 20));
    branch.put("old.txt", edited("x", 20, 5));
    target.remove("old.txt");
    target.put("new.txt", lines("x", 6) + lines("y", 14));

    merged();

    assertThat(told()).containsExactly("old.txt MODIFY_DELETE");
  }

  @Test
  void aNamesakeIsPreferredToAMoreSimilarFile() throws Exception {
    all("src/Name.java", lines("x", 20));
    branch.put("src/Name.java", edited("x", 20, 5));
    target.remove("src/Name.java");
    target.put("lib/Name.java", edited("x", 20, 16, 17));
    target.put("lib/Other.java", edited("x", 20, 19));

    assertThat(merged())
        .containsEntry("lib/Name.java", edited("x", 20, 5, 16, 17))
        .containsEntry("lib/Other.java", edited("x", 20, 19));
    assertThat(conflicts).isEmpty();
  }

  @Test
  void anEmptyFileIsNamedWhereOneOfItsNameCame() throws Exception {
    all("pkg/__init__.py", "");
    branch.put("pkg/__init__.py", "import core\n");
    move(target, "pkg/__init__.py", "lib/__init__.py");
    target.put("lib/py.typed", "");

    merged();

    assertThat(told()).containsExactly("pkg/__init__.py MODIFY_DELETE lib/__init__.py");
  }

  @Test
  void emptyFilesAreNoRenames() throws Exception {
    all("old", "");
    branch.put("old", "now with content\n");
    move(target, "old", "new");

    assertThat(merged()).containsOnlyKeys("new", "old.of-branch");
    assertThat(told()).containsExactly("old MODIFY_DELETE");
  }

  @Test
  void aFileWithoutAPairIsNamedWhereItsDirectoryWent() throws Exception {
    all("pkg/__init__.py", "");
    all("pkg/core.py", lines("x", 20));
    branch.put("pkg/__init__.py", "import core\n");
    move(target, "pkg/__init__.py", "lib/__init__.py");
    move(target, "pkg/core.py", "lib/core.py");

    assertThat(merged()).containsKey("pkg/__init__.py.of-branch");
    assertThat(told()).containsExactly("pkg/__init__.py MODIFY_DELETE lib/__init__.py");
    assertThat(conflicts.get(0).hunks())
        .contains("renamed pkg")
        .contains("the target has nothing at pkg/__init__.py")
        .doesNotContain("what the target has is at");
  }

  @Test
  void aFileThatWasMovedAndReplacedByAStubIsNamedWhereItWent() throws Exception {
    all("old.txt", lines("x", 20));
    branch.put("old.txt", edited("x", 20, 5));
    move(target, "old.txt", "new.txt");
    target.put("old.txt", "moved to new.txt\n");

    assertThat(merged()).containsKeys("old.txt", "new.txt");
    assertThat(told()).containsExactly("old.txt CONTENT new.txt");
    assertThat(conflicts.get(0).hunks()).contains("probably at new.txt").contains("<<<<<<<");
  }

  @Test
  void theBranchsDirectoryIsKeptWhereTheTargetPutAFile() throws Exception {
    all("place/a", "a\n");
    branch.put("place/a", "mine\n");
    target.remove("place/a");
    target.put("place", "a file\n");

    assertThat(merged()).isEqualTo(Map.of("place", "a file\n", "place.of-branch/a", "mine\n"));
    assertThat(told()).containsExactly("place NOT_MERGEABLE");
  }

  @Test
  void aNameThatIsTakenIsNotUsedForTheBranchsVersion() throws Exception {
    all("logo.png", "\0one");
    branch.put("logo.png", "\0two");
    branch.put("logo.png.of-branch", "taken\n");
    target.put("logo.png", "\0three");

    assertThat(merged())
        .containsEntry("logo.png", "\0three")
        .containsEntry("logo.png.of-branch", "taken\n")
        .containsEntry("logo.png.of-branch-2", "\0two");
    assertThat(conflicts.get(0).branchVersionAt()).isEqualTo("logo.png.of-branch-2");
  }

  @Test
  void aFileThatHoldsLinesLikeMarkersIsGivenNone() throws Exception {
    all("docs.md", "title\n<<<<<<< HEAD\ntext\n");
    branch.put("docs.md", "mine\n<<<<<<< HEAD\ntext\n");
    target.put("docs.md", "theirs\n<<<<<<< HEAD\ntext\n");

    assertThat(merged())
        .containsEntry("docs.md", "theirs\n<<<<<<< HEAD\ntext\n")
        .containsEntry("docs.md.of-branch", "mine\n<<<<<<< HEAD\ntext\n");
    assertThat(told()).containsExactly("docs.md NOT_MERGEABLE");
  }

  @Test
  void aMovedDirectoryTakesTheEditsOfAllItsFilesAlong() throws Exception {
    for (int file = 0; file < 30; file++) {
      all("old/File" + file + ".java", lines("word" + file, 12));
      target.remove("old/File" + file + ".java");
      target.put("new/File" + file + ".java", edited("word" + file, 12, 0));
      branch.put("old/File" + file + ".java", edited("word" + file, 12, 9));
    }

    Map<String, String> merged = merged();

    assertThat(conflicts).isEmpty();
    assertThat(merged).hasSize(30).containsEntry("new/File7.java", edited("word7", 12, 0, 9));
  }

  private void all(String path, String text) {
    for (Map<String, String> files : List.of(base, branch, target)) {
      files.put(path, text);
    }
  }

  private static void move(Map<String, String> files, String from, String to) {
    files.put(to, files.remove(from));
  }

  private static String lines(String word, int count) {
    return edited(word, count);
  }

  /** So many lines, of which those with these numbers were edited. */
  private static String edited(String word, int count, int... edited) {
    List<Integer> changed = IntStream.of(edited).boxed().toList();
    return IntStream.range(0, count)
        .mapToObj(line -> (changed.contains(line) ? "edited " : word + " ") + line + "\n")
        .collect(Collectors.joining());
  }

  /** Merges and returns the files; the conflicts are kept. */
  private Map<String, String> merged() throws Exception {
    try (ObjectInserter inserter = repository.newObjectInserter();
        ObjectReader reader = inserter.newReader()) {
      ObjectId first = commit(inserter, base);
      ObjectId head = commit(inserter, branch, first);
      ObjectId tip = commit(inserter, target, first);
      inserter.flush();
      PendingObjects pending = new PendingObjects();
      TreeMerge.Result result =
          new Merger(repository, "branch", "target")
              .merge(
                  reader,
                  pending,
                  Trees.commit(repository, head.name()),
                  Trees.commit(repository, tip.name()));
      pending.storeIn(repository);
      conflicts.addAll(ConflictReports.of(reader, tip, result.conflicts()).paths());
      Map<String, String> files = new TreeMap<>();
      for (TreeEntry entry : Trees.read(reader, result.tree()).values()) {
        byte[] bytes = reader.open(entry.id()).getBytes();
        files.put(entry.path(), new String(bytes, StandardCharsets.ISO_8859_1));
      }
      return files;
    }
  }

  private List<String> told() {
    return conflicts.stream()
        .map(path -> (path.path() + " " + path.kind() + " " + path.likelyPath()).strip())
        .toList();
  }

  private static ObjectId commit(
      ObjectInserter inserter, Map<String, String> files, ObjectId... parents) throws Exception {
    List<TreeEntry> entries = new ArrayList<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      byte[] bytes = file.getValue().getBytes(StandardCharsets.ISO_8859_1);
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, bytes);
      entries.add(new TreeEntry(file.getKey(), FileMode.REGULAR_FILE, blob));
    }
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(Trees.write(inserter, entries));
    commit.setParentIds(parents);
    commit.setAuthor(WHO);
    commit.setCommitter(WHO);
    commit.setMessage(files.hashCode() + "\n");
    return inserter.insert(commit);
  }
}
