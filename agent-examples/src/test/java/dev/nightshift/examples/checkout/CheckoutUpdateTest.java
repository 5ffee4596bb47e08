package dev.nightshift.examples.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.MergeCandidate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckoutUpdateTest {
  private static final MergeCandidate CANDIDATE =
      new MergeCandidate("main", "base", "head", "merge", "tree");

  @TempDir private Path directory;
  private FakeGit git;
  private CheckoutUpdate update;

  @BeforeEach
  void checkOutTheTarget() {
    git = new FakeGit(directory);
    git.tips.put("main", "base");
    update = new CheckoutUpdate(git, directory);
  }

  private Landing lands() {
    assertThat(git.branch).as("what the library looks at").isEmpty();
    git.calls.add("land");
    git.tips.put("main", "merge");
    return new Landing.Landed(CANDIDATE);
  }

  private String mark() throws IOException {
    return Files.readString(directory.resolve(DetachedMark.NAME));
  }

  private void killDuringLanding() throws IOException {
    Files.writeString(directory.resolve(DetachedMark.NAME), "main base merge\n");
    git.branch = "";
    git.head = "merge";
  }

  @Test
  void cleanCheckoutIsAtTheMergeBeforeItLandsAndReturnsAfterwards() throws Exception {
    Landing landing = update.around(CANDIDATE, this::lands);

    assertThat(landing).isEqualTo(new Landing.Landed(CANDIDATE));
    assertThat(git.calls).containsExactly("detach merge", "land", "switch main");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void dirtyCheckoutIsRefusedBeforeAnythingIsTouched() throws Exception {
    git.dirt = " M A.java";

    Landing landing = update.around(CANDIDATE, this::lands);

    assertThat(((Landing.Refused) landing).reason())
        .contains("'main' is checked out in " + directory, "uncommitted changes: M A.java");
    assertThat(git.calls).isEmpty();
  }

  @Test
  void whatGitRefusesToOverwriteKeepsTheChangeFromLanding() throws Exception {
    git.inTheWay = "error: untracked files would be overwritten:\n\tmine";

    Landing landing = update.around(CANDIDATE, this::lands);

    assertThat(((Landing.Refused) landing).reason()).endsWith("would be overwritten:; mine");
    assertThat(git.calls).containsExactly("detach merge");
    assertThat(git.branch).isEqualTo("main");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void targetThatMovedLeavesTheFilesWhereTheyAre() throws Exception {
    git.tips.put("main", "news");

    update.around(CANDIDATE, () -> new Landing.Refused("moved"));

    assertThat(git.calls).containsExactly("detach news", "switch main");
  }

  @Test
  void checkoutReturnsThoughTheLandingIsCancelledOrFails() throws Exception {
    assertThatThrownBy(
            () ->
                update.around(
                    CANDIDATE,
                    () -> {
                      throw new InterruptedException("cancelled");
                    }))
        .isInstanceOf(InterruptedException.class);

    assertThat(git.calls).containsExactly("detach merge", "switch main");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void checkoutThatCannotReturnIsSaidWithTheRemedyAndStaysMarked() throws Exception {
    Landing landing =
        update.around(
            CANDIDATE,
            () -> {
              Landing landed = lands();
              git.inTheWay = "fatal: index.lock exists";
              return landed;
            });

    assertThat(((Landing.Landed) landing).checkoutNote())
        .contains("index.lock", "git -C " + directory + " switch main");
    assertThat(mark()).isEqualTo("main base merge\n");
  }

  @Test
  void commitOfTheOwnerMeanwhileIsNotLeftBehind() throws Exception {
    Landing landing =
        update.around(
            CANDIDATE,
            () -> {
              Landing landed = lands();
              git.head = "mine";
              return landed;
            });

    assertThat(((Landing.Landed) landing).checkoutNote()).contains("was moved meanwhile");
    assertThat(git.head).isEqualTo("mine");
    assertThat(git.calls).containsExactly("detach merge", "land");
  }

  @Test
  void checkoutOfAnotherBranchIsLeftAlone() throws Exception {
    git.branch = "other";

    update.around(CANDIDATE, () -> new Landing.Landed(CANDIDATE));

    assertThat(git.calls).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void nextLandingRepairsWhatAKilledOneLeftAndMovesTheCheckoutAlong() throws Exception {
    killDuringLanding();

    Landing landing = update.around(CANDIDATE, this::lands);

    assertThat(landing).isInstanceOf(Landing.Landed.class);
    assertThat(git.calls).containsExactly("switch main", "detach merge", "land", "switch main");
  }

  @Test
  void pruneSaysWhatItWouldRepairAndRepairsItOnce() throws Exception {
    killDuringLanding();

    assertThat(update.repair(true)).singleElement().asString().contains("returned to 'main'");
    assertThat(git.branch).isEmpty();
    assertThat(update.repair(false)).hasSize(1);
    assertThat(git.branch).isEqualTo("main");
    assertThat(update.repair(false)).isEmpty();
  }

  @Test
  void detachedCheckoutThatMovedOnSinceTheKillIsNotRepaired() throws Exception {
    killDuringLanding();
    git.head = "mine";

    assertThat(update.repair(false)).isEmpty();
    assertThat(git.calls).isEmpty();
  }

  /** The mark stayed, and a later look at that commit was taken back to the branch. */
  @ParameterizedTest
  @CsvSource({"main, merge", "other, tip", "'', mine"})
  void deadMarkOfACheckoutThatItsOwnerMovedDoesNotMoveItLater(String branch, String head)
      throws Exception {
    killDuringLanding();
    git.branch = branch;
    git.head = head;
    git.tips.put("other", head);
    assertThat(update.repair(true)).isEmpty();
    assertThat(mark()).isEqualTo("main base merge\n");
    assertThat(update.repair(false)).isEmpty();
    assertThat(directory).isEmptyDirectory();
    git.branch = "";
    git.head = "merge";

    assertThat(update.repair(false)).isEmpty();
    assertThat(git.calls).isEmpty();
  }

  @Test
  void landingOfALivingProcessIsNotRepaired() throws Exception {
    List<List<String>> seen = new ArrayList<>();

    update.around(
        CANDIDATE,
        () -> {
          Thread other = new Thread(() -> seen.add(update.repair(false)));
          other.start();
          other.join();
          return lands();
        });

    assertThat(seen).containsExactly(List.of());
    assertThat(git.calls).containsExactly("detach merge", "land", "switch main");
  }
}
