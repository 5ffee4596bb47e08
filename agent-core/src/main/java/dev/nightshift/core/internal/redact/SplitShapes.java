package dev.nightshift.core.internal.redact;

import java.util.List;

/** Keys that are known by what stands in their middle. */
final class SplitShapes implements Finder {
  private static final int LONGEST_HEAD = 64;
  private static final List<Shape> SHAPES =
      List.of(
          // Telegram, Azure, Terraform, Mailchimp, and RSA keys in Base64 of other lengths
          new Shape(":AA", Letters.HEX, 8, Letters.WORD, 30),
          new Shape("8Q~", Letters.WORD, 3, Letters.JOINED, 30),
          new Shape(".atlasv1.", Letters.WORD, 14, Letters.BASE64, 40),
          new Shape("-us", Letters.HEX, 32, Letters.HEX, 1),
          new Shape("IBAAKC", Letters.BASE64, 5, Letters.BASE64, 40),
          new Shape("IBADANBgkqhkiG9w0BAQEFAASC", Letters.BASE64, 5, Letters.BASE64, 40));

  @Override
  public void find(View view, Spans spans) {
    for (Shape shape : SHAPES) {
      int at = view.text().indexOf(shape.middle);
      while (at >= 0) {
        int rest = at + shape.middle.length();
        int start = shape.before.start(view, at, LONGEST_HEAD);
        int end = shape.after.end(view, rest);
        if (at - start >= shape.head && end - rest >= shape.tail) {
          spans.add(view, start, end);
        }
        at = view.text().indexOf(shape.middle, Math.max(rest, end));
      }
    }
  }

  private record Shape(String middle, Letters before, int head, Letters after, int tail) {}
}
