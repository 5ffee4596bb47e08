package dev.nightshift.core.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.UserTurn;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestHashesTest {
  private static final RunId RUN = RunId.of("run-1");
  private static final ConversationSpec SPEC = spec("be brief");
  private static final UserTurn ONE = UserTurn.text("password: hunter2-or-so");
  private static final UserTurn TWO = UserTurn.text("go on");
  private final byte[] key = {1, 2, 3};

  @Test
  void theSameConversationHasTheSameHashes() {
    RequestHashes first = new RequestHashes(key, SPEC);
    RequestHashes again = new RequestHashes(key, SPEC);

    for (UserTurn turn : new UserTurn[] {ONE, TWO, TWO}) {
      assertThat(first.sending(turn)).isEqualTo(again.sending(turn)).matches("[0-9a-f]{64}");
      first.answered();
      again.answered();
    }
  }

  @Test
  void requestsThatDifferOnlyInTheirSecretDiffer() {
    assertThat(new RequestHashes(key, SPEC).sending(ONE))
        .isNotEqualTo(
            new RequestHashes(key, SPEC).sending(UserTurn.text("password: hunter3-or-so")));
    assertThat(new RequestHashes(key, SPEC).sending(ONE))
        .isNotEqualTo(new RequestHashes(key, spec("be verbose")).sending(ONE));
  }

  @Test
  void whatWasSentBeforeIsPartOfARequest() {
    RequestHashes hashes = new RequestHashes(key, SPEC);
    String first = hashes.sending(TWO);
    hashes.answered();

    assertThat(hashes.sending(TWO)).isNotEqualTo(first);
  }

  @Test
  void whatGotNoAnswerIsNoPartOfTheNextRequest() {
    RequestHashes hashes = new RequestHashes(key, SPEC);

    hashes.sending(ONE);

    assertThat(hashes.sending(TWO)).isEqualTo(new RequestHashes(key, SPEC).sending(TWO));
  }

  @Test
  void whoHasOnlyTheRecordsCannotTryPasswords() {
    assertThat(new RequestHashes(new byte[] {4}, SPEC).sending(ONE))
        .isNotEqualTo(new RequestHashes(key, SPEC).sending(ONE));
  }

  @Test
  void theNextWriterOfARunMakesTheSameHashes(@TempDir Path directory) {
    String recorded = recordedBy(Journal.directory(directory));

    assertThat(recordedBy(Journal.directory(directory))).isEqualTo(recorded);
    assertThat(recordedBy(Journal.directory(directory.resolve("other")))).isNotEqualTo(recorded);
    try (JournalWriter later = Journal.directory(directory).acquire(RUN)) {
      assertThat(new RequestHashes(later.key(), SPEC).sending(ONE)).isEqualTo(recorded);
    }
  }

  private static String recordedBy(Journal journal) {
    RunRecord record = RunRecord.begin(journal, RUN, RecordRedaction.standard(), () -> 0);
    try {
      return record.requestHashes(SPEC).sending(ONE);
    } finally {
      record.end();
    }
  }

  private static ConversationSpec spec(String system) {
    return ConversationSpec.builder(ModelId.parse("custom:writer")).system(system).build();
  }
}
