package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is printed to be typed again. */
class DetachedTest {
  /** Symptom: the commands that --detach printed named half of a path with a blank. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {"/home/me/st, /home/me/st", "/home/st dir, '/home/st dir'", "/it's, '/it'\\''s'"})
  void aPathIsOneWordForAShell(String path, String word) {
    assertThat(Detached.quoted(path)).isEqualTo(word);
  }
}
