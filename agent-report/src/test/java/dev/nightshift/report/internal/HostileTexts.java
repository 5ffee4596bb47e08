package dev.nightshift.report.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/** Texts that are meant to be more than text, by what they try. */
final class HostileTexts {
  private static final String RUN = "document.title='ran'";

  private HostileTexts() {}

  static Map<String, String> all() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("script", "<script>" + RUN + "</script>");
    texts.put("handler", "\"><img src=x onerror=" + RUN + ">");
    texts.put("single quotes", "' onmouseover='" + RUN);
    texts.put("backquotes", "` onfocus=`" + RUN + "` autofocus tabindex=1 ");
    texts.put("end of style", "</style><script>" + RUN + "</script>");
    texts.put("end of title", "</title></head><body onload=" + RUN + ">");
    texts.put("end of text", "</pre></blockquote></figure></section></main><iframe src=//evil>");
    texts.put("end of chart", "</desc></svg><script>" + RUN + "</script>");
    texts.put("image of a chart", "<svg/onload=" + RUN + "><animate onbegin=" + RUN + ">");
    texts.put("plain text", "<plaintext><noscript><textarea><xmp>");
    texts.put("base", "<base href=//evil/><meta http-equiv=refresh content=0;url=//evil>");
    texts.put("link", "javascript:" + RUN);
    texts.put("linked", "[see](javascript:" + RUN + ") <a href=javascript:" + RUN + ">see</a>");
    texts.put("data", "data:text/html,<script>" + RUN + "</script>");
    texts.put("style", "}*{background:url(//evil)}/* expression(alert(1)) ");
    texts.put("entities", "&lt;script&gt; &#60;script&#62; &amp;amp; &NotAnEntity; &#x3c");
    texts.put("comment", "--><script>" + RUN + "</script><!-- <!-->");
    texts.put("cdata", "<![CDATA[ <script>" + RUN + "</script> ]]> ]]>");
    texts.put("instruction", "<?xml version=1?><!DOCTYPE html><html><head>");
    texts.put("template", "${7*7} @if(true) @endif !{var x = 1;} {{7*7}} <%= 7*7 %> $unsafe{x}");
    texts.put("direction", "a\u202egnp.exe\u202c \u2066b\u2069 \u200f");
    texts.put("no width", "a\u200bb\u2060c\ufeffd\u00ade");
    texts.put("escapes", "\u001b[31mred\u001b[0m\u001b]8;;http://evil\u0007 \u009b2J");
    texts.put("controls", "a\u0000b\u0008c\u007fd\u0085e\u2028f\u2029g\rh\fi");
    texts.put("halves", "a\ud800b\udc00c\udfff\ud800");
    texts.put("beyond", "\ud83d\ude00 \udbff\udfff \ue000 \uffff");
    texts.put("lines", "one\ntwo\r\nthree\n\n\n<b>four</b>");
    texts.put("diff", "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+<script>b");
    texts.put("long", "<b>x".repeat(30_000));
    texts.put("long halves", "\ud83d\ude00".repeat(30_000));
    return texts;
  }
}
