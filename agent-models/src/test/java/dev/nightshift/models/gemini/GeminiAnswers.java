package dev.nightshift.models.gemini;

import static dev.nightshift.models.fuzz.FuzzedFormat.events;

import dev.nightshift.models.fuzz.FuzzedFormat;
import dev.nightshift.models.internal.wire.BaseUrl;

/** Good answers of the Gemini API. */
public final class GeminiAnswers {
  private GeminiAnswers() {}

  public static FuzzedFormat format() {
    return FuzzedFormat.of(
        "Gemini",
        new GeminiFormat(BaseUrl.of("http://localhost", "v1beta"), FuzzedFormat.KEY),
        "gemini:gemini-3.8-flash",
        events(
            piece("{'text':'hm','thought':true}", ""),
            piece("{'text':'Reading \u00fc'}", ""),
            piece(
                "{'functionCall':{'id':'f1','name':'read_file','args':{'path':'a.txt','n':1.50}},"
                    + "'thoughtSignature':'CiQB+/='},"
                    + "{'functionCall':{'name':'list_files','args':{}}}",
                "'finishReason':'STOP',")),
        events(
            piece("{'text':'a','thoughtSignature':'x'}", ""),
            piece("{'inlineData':{'mimeType':'image/png','data':'AA=='}}", ""),
            piece("{'text':'\ud83d\ude00'}", "'finishReason':'MAX_TOKENS',")),
        events(
            "{'promptFeedback':{'blockReason':'SAFETY'},'usageMetadata':{'promptTokenCount':4}}"),
        events("{'error':{'code':429,'message':'sorry','status':'RESOURCE_EXHAUSTED'}}"));
  }

  private static String piece(String parts, String ofCandidate) {
    return "{'candidates':[{'content':{'parts':["
        + parts
        + "],'role':'model'},"
        + ofCandidate
        + "'index':0}],'modelVersion':'gemini-3.8-flash','responseId':'r-1','usageMetadata':"
        + "{'promptTokenCount':7,'candidatesTokenCount':3,'thoughtsTokenCount':2,"
        + "'cachedContentTokenCount':1}}";
  }
}
