package dev.nightshift.core.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.core.merge.ConflictReport.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The bounds of the search for renames; what it finds is compared by the merges themselves. */
class RenamePlanTest {
  private static final long TOO_LARGE = 11_000_000;
  private static final int TOO_MANY = 3_200;
  private final NavigableMap<String, FileChange> branch = new TreeMap<>();
  private final NavigableMap<String, FileChange> target = new TreeMap<>();
  private final Map<String, String> contents = new HashMap<>();
  private int reads;

  @Test
  void aFileTooLargeToCompareIsNotReadAndTheConflictSaysSo() throws Exception {
    branch.put("big", new FileChange(file("huge one"), file("huge two")));
    target.put("big", new FileChange(file("huge one"), null));
    target.put("moved", new FileChange(null, file("huge three")));

    ConflictedPath hint = plan().hints().get("big");

    assertThat(reads).isZero();
    assertThat(hint.kind()).isEqualTo(Kind.MODIFY_DELETE);
    assertThat(hint.likelyPath()).isEmpty();
    assertThat(hint.hunks()).contains("too many or too large");
  }

  @Test
  void aLargeFileThatIsTheSameIsFoundWithoutReadingIt() throws Exception {
    branch.put("big", new FileChange(file("huge one"), file("huge two")));
    target.put("big", new FileChange(file("huge one"), null));
    target.put("moved", new FileChange(null, file("huge one")));

    RenamePlan plan = plan();

    assertThat(reads).isZero();
    assertThat(plan.moves().branch()).containsExactly(Map.entry("big", "moved"));
    assertThat(plan.moves().base()).containsExactly(Map.entry("big", "moved"));
    assertThat(plan.moves().target()).isEmpty();
  }

  @Test
  void tooManyPairsAreNotComparedAndEachConflictSaysSo() throws Exception {
    for (int i = 0; i < TOO_MANY; i++) {
      branch.put("old" + i, new FileChange(file("old " + i), file("mine " + i)));
      target.put("old" + i, new FileChange(file("old " + i), null));
      target.put("new" + i, new FileChange(null, file("new " + i)));
    }

    RenamePlan plan = plan();

    assertThat(reads).isZero();
    assertThat(plan.hints()).hasSize(TOO_MANY);
    assertThat(plan.hints().get("old7").hunks()).contains("too many");
  }

  @Test
  void aThousandShortFilesAreStillCompared() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      String text = "a\nb " + i + "\nc " + i + "\nd " + i + "\n";
      branch.put("old" + i, new FileChange(file(text), file(text + "mine\n")));
      target.put("old" + i, new FileChange(file(text), null));
      target.put("new" + i, new FileChange(null, file(text + "e\n")));
    }

    assertThat(plan().moves().branch()).hasSize(1_000).containsEntry("old7", "new7");
  }

  @Test
  void filesThatBothSidesNoLongerHaveAreNoCleanMergeIfRenamesCannotBeTold() throws Exception {
    for (int i = 0; i < TOO_MANY; i++) {
      branch.put("old" + i, new FileChange(file("old " + i), null));
      branch.put("new" + i, new FileChange(null, file("new " + i)));
      target.put("old" + i, new FileChange(file("old " + i), null));
    }

    assertThat(plan().conflicts())
        .hasSize(TOO_MANY)
        .allMatch(conflict -> conflict.kind() == Kind.RENAME_DELETE)
        .allMatch(conflict -> conflict.hunks().contains("too many"));
  }

  @Test
  void aFileTooLargeToCompareThatBothSidesNoLongerHaveIsAConflict() throws Exception {
    branch.put("big", new FileChange(file("huge one"), null));
    branch.put("moved", new FileChange(null, file("huge two")));
    branch.put("small", new FileChange(file("s"), null));
    target.put("big", new FileChange(file("huge one"), null));
    target.put("small", new FileChange(file("s"), null));

    assertThat(plan().conflicts())
        .extracting(conflict -> conflict.path() + " " + conflict.kind())
        .containsExactly("big RENAME_DELETE");
  }

  @Test
  void aFileAddedToADirectoryOfWhichCannotBeToldWhereItWentIsAConflict() throws Exception {
    branch.put("dir/added", new FileChange(null, file("added\n")));
    branch.put("other/added", new FileChange(null, file("added\n")));
    for (int i = 0; i < TOO_MANY; i++) {
      target.put("dir/old" + i, new FileChange(file("old " + i), null));
      target.put("new" + i, new FileChange(null, file("new " + i)));
    }

    assertThat(plan().conflicts())
        .extracting(conflict -> conflict.path() + " " + conflict.kind())
        .containsExactly("dir/added DIRECTORY_RENAME");
    assertThat(plan().conflicts().get(0).hunks()).contains("too many");
  }

  /** That a directory moved is worth less than the edit of one file. */
  @Test
  void filesOfADirectoryThatIsGoneGiveWayToThoseThatWereEdited() throws Exception {
    String text = "one\ntwo\nthree\nfour\nfive\nsix\n";
    branch.put("edited", new FileChange(file(text), file(text + "mine\n")));
    target.put("edited", new FileChange(file(text), null));
    target.put("renamed", new FileChange(null, file(text + "theirs\n")));
    branch.put("dir/added", new FileChange(null, file("added\n")));
    for (int i = 0; i < TOO_MANY; i++) {
      target.put("dir/" + i, new FileChange(file("gone " + i), null));
      target.put("new" + i, new FileChange(null, file("new " + i)));
    }

    assertThat(plan().moves().branch()).containsEntry("edited", "renamed");
  }

  private RenamePlan plan() throws IOException {
    return RenamePlan.of(
        path -> TreeLookup.Found.NOTHING,
        new SideChanges(branch, path -> TreeLookup.Found.NOTHING),
        new SideChanges(target, path -> TreeLookup.Found.NOTHING),
        new FileContents() {
          @Override
          public long size(String id) {
            return id.startsWith("huge") ? TOO_LARGE : id.length();
          }

          @Override
          public byte[] read(String id) {
            reads++;
            return contents.getOrDefault(id, "").getBytes(StandardCharsets.UTF_8);
          }
        });
  }

  private FileVersion file(String content) {
    contents.put(content, content);
    return new FileVersion(FileVersion.Type.FILE, content);
  }
}
