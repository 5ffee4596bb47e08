package dev.nightshift.report.internal;

import dev.nightshift.core.internal.text.VisibleText;
import gg.jte.Content;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;

/**
 * A page under construction, and the only way by which foreign text gets into it: shown where it
 * would not be seen, cut where it is long, and escaped for the place it stands in.
 *
 * <p>What a template says itself comes by {@link #writeContent}, all values of its expressions by
 * {@code writeUserContent}; no template can have a value written as it is.
 */
final class VisibleHtml implements HtmlTemplateOutput {
  /** The most characters of one value. */
  static final int MAX_CHARS = 20_000;

  private final StringOutput text = new StringOutput();
  private final HtmlTemplateOutput escaped = new OwaspHtmlTemplateOutput(text);

  @Override
  public void setContext(String tag, String attribute) {
    escaped.setContext(tag, attribute);
  }

  @Override
  public void writeContent(String own) {
    escaped.writeContent(own);
  }

  @Override
  public void writeContent(String own, int from, int to) {
    escaped.writeContent(own, from, to);
  }

  @Override
  public void writeUserContent(String foreign) {
    if (foreign != null) {
      escaped.writeUserContent(shown(foreign));
    }
  }

  @Override
  public void writeUserContent(Content part) {
    if (part != null) {
      part.writeTo(this);
    }
  }

  @Override
  public void writeUserContent(boolean value) {
    escaped.writeUserContent(value);
  }

  @Override
  public void writeUserContent(int value) {
    escaped.writeUserContent(value);
  }

  @Override
  public void writeUserContent(long value) {
    escaped.writeUserContent(value);
  }

  @Override
  public void writeUnsafeContent(String foreign) {
    throw new IllegalStateException("a template writes a value as it is; let it be escaped");
  }

  private static String shown(String foreign) {
    if (foreign.length() <= MAX_CHARS) {
      return VisibleText.of(foreign);
    }
    String head = VisibleText.cut(foreign, MAX_CHARS);
    int left = foreign.length() - head.length() + 1;
    return VisibleText.of(head) + " [" + left + " more characters are not shown here]";
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
