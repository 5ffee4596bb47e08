package dev.nightshift.core.internal.redact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Secrets that are known, however they are written: escaped, in Base64 with a user, in digits. */
final class ExactValues implements Finder {
  private final List<Needle> needles = new ArrayList<>();

  ExactValues(Collection<String> values) {
    for (String value : values) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      needles.add(new Needle(View.of(value).text(), null));
      needles.add(new Needle(HexFormat.of().formatHex(bytes), Letters.HEX));
      needles.add(new Needle(HexFormat.of().withUpperCase().formatHex(bytes), Letters.HEX));
      for (int before = 0; before < 3; before++) {
        needles.add(new Needle(inner(Base64.getEncoder(), bytes, before), Letters.BASE64));
        needles.add(new Needle(inner(Base64.getUrlEncoder(), bytes, before), Letters.BASE64));
      }
    }
  }

  /**
   * Base64 of a text that has the value after so many bytes, without what its neighbours change.
   */
  private static String inner(Base64.Encoder encoder, byte[] bytes, int before) {
    byte[] text = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, text, before, bytes.length);
    String whole = encoder.withoutPadding().encodeToString(text);
    int first = before == 0 ? 0 : before + 1;
    return whole.substring(first, text.length * 8 / 6);
  }

  @Override
  public void find(View view, Spans spans) {
    for (Needle needle : needles) {
      int at = view.text().indexOf(needle.text);
      while (at >= 0) {
        int end = needle.end(view, at);
        spans.add(view, needle.start(view, at), end);
        at = view.text().indexOf(needle.text, end);
      }
    }
  }

  /** What is looked for, and the letters around it that are part of the same secret. */
  private record Needle(String text, @Nullable Letters around) {
    private static final int MOST_AROUND = 1_024;

    int start(View view, int at) {
      return around == null ? at : around.start(view, at, MOST_AROUND);
    }

    int end(View view, int at) {
      int end = at + text.length();
      return around == null ? end : around.end(view, end);
    }
  }
}
