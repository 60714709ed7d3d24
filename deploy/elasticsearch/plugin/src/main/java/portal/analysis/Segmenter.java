package portal.analysis;

import com.huaban.analysis.jieba.viterbi.FinalSeg;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts runs of Chinese characters into words as jieba does: the most probable path through the words of a
 * dictionary, then a hidden Markov model for the single characters left over.
 *
 * <p>The domain words belong to the segmenter, not to the JVM: each index keeps the dictionary that it was made
 * with, and a changed one takes effect with the next index.
 */
final class Segmenter {
    /**
     * How much likelier a domain word is than the best cut of it into general words (natural logarithm), for
     * each pair of neighbours that it holds together: so a domain word wins over the domain words inside it.
     */
    private static final float DOMAIN_BONUS = 1.5f;

    private static final int SHORTEST_PART = 2;
    private static final int CACHE_SIZE = 8;
    private static final Map<String, Segmenter> CACHE = new LinkedHashMap<>(CACHE_SIZE, 0.75f, true);

    /** jieba's dictionary of general Chinese, read once, at the first use. */
    private static final class General {
        static final Lexicon WORDS;
        static final float RAREST;

        static {
            Map<String, Double> counts = readCounts();
            double total = counts.values().stream().mapToDouble(Double::doubleValue).sum();
            var weights = new HashMap<String, Float>();
            counts.forEach((word, count) -> weights.put(word, (float) Math.log(count / total)));
            WORDS = new Lexicon(weights);
            RAREST = (float) Math.log(1 / total);
        }

        private static Map<String, Double> readCounts() {
            var counts = new HashMap<String, Double>();
            try (var lines = new BufferedReader(new InputStreamReader(
                    FinalSeg.class.getResourceAsStream("/dict.txt"), StandardCharsets.UTF_8))) {
                for (String line; (line = lines.readLine()) != null; ) {
                    int gap = line.indexOf(' ');
                    String count = line.substring(gap + 1, line.indexOf(' ', gap + 1));
                    counts.put(line.substring(0, gap), Math.max(1, Double.parseDouble(count)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return counts;
        }
    }

    private static final Lexicon NONE = new Lexicon(Map.of());

    private final Lexicon domain;

    private Segmenter(String domainWords) {
        var weights = new HashMap<String, Float>();
        for (String word : domainWords.split("\\s+")) {
            char[] chars = Characters.fold(word);
            if (chars.length > 1) {
                float best = bestPath(chars, 0, chars.length, NONE, new int[chars.length], Integer.MAX_VALUE);
                weights.put(new String(chars), best + DOMAIN_BONUS * (chars.length - 1));
            }
        }
        domain = new Lexicon(weights);
    }

    /** The segmenter with these domain words, given with spaces between; who asks for the same shares one. */
    static Segmenter of(String domainWords) {
        synchronized (CACHE) {
            Segmenter segmenter = CACHE.computeIfAbsent(domainWords, Segmenter::new);
            if (CACHE.size() > CACHE_SIZE) {
                CACHE.remove(CACHE.keySet().iterator().next());
            }
            return segmenter;
        }
    }

    /** The ends, in order, of the words that {@code text[from, end)}, a run of Chinese characters, is cut into. */
    List<Integer> cut(char[] text, int from, int end) {
        return cut(text, from, end, domain);
    }

    /** The same with general words only. */
    List<Integer> cutPlainly(char[] text, int from, int end) {
        return cut(text, from, end, NONE);
    }

    /** The same again, with compounds cut into their parts of two or more characters: 软件开发 is 软件, 开发. */
    List<Integer> cutFinely(char[] text, int from, int end) {
        var ends = new ArrayList<Integer>();
        int start = from;
        for (int wordEnd : cutPlainly(text, from, end)) {
            cutCompound(text, start, wordEnd, ends);
            start = wordEnd;
        }
        return ends;
    }

    private static void cutCompound(char[] text, int from, int end, List<Integer> ends) {
        int[] next = new int[end - from];
        bestPath(text, from, end, NONE, next, end - from - 1);
        boolean isCompound = end - from > SHORTEST_PART;
        for (int at = from; at < end; at = next[at - from]) {
            isCompound &= next[at - from] - at >= SHORTEST_PART;
        }
        if (!isCompound) {
            ends.add(end);
            return;
        }
        for (int at = from; at < end; at = next[at - from]) {
            cutCompound(text, at, next[at - from], ends);
        }
    }

    private static List<Integer> cut(char[] text, int from, int end, Lexicon domain) {
        int[] next = new int[end - from];
        bestPath(text, from, end, domain, next, Integer.MAX_VALUE);
        var ends = new ArrayList<Integer>();
        int at = from;
        while (at < end) {
            int loose = at;
            while (loose < end && next[loose - from] == loose + 1) {
                loose++;
            }
            if (loose - at > 1) {
                guess(text, at, loose, ends);
                at = loose;
            } else {
                at = next[at - from];
                ends.add(at);
            }
        }
        return ends;
    }

    /**
     * Visits the words of two or more characters that begin at {@code from}: general ones that end by
     * {@code wordEnd}, the end of the word that they begin in, and domain words that end by {@code runEnd},
     * since those also matter where the text was cut across them.
     */
    void wordsAt(char[] text, int from, int wordEnd, int runEnd, Lexicon.Visitor visitor) {
        Lexicon.Visitor longer = (to, weight) -> {
            if (to - from > 1) {
                visitor.word(to, weight);
            }
        };
        General.WORDS.walk(text, from, wordEnd, longer);
        domain.walk(text, from, runEnd, longer);
    }

    /** Cuts single characters that no word holds together: names and new words. */
    private static void guess(char[] text, int from, int end, List<Integer> ends) {
        var words = new ArrayList<String>();
        FinalSeg.getInstance().cut(new String(text, from, end - from), words);
        int at = from;
        for (String word : words) {
            at += word.length();
            ends.add(at);
        }
    }

    /**
     * Writes to {@code next} where the most probable word that begins at each character ends.
     *
     * @param longest words of more characters are not considered
     * @return the path's log probability
     */
    private static float bestPath(char[] text, int from, int end, Lexicon domain, int[] next, int longest) {
        float[] score = new float[end - from + 1];
        for (int start = end - 1; start >= from; start--) {
            int at = start;
            int here = at - from;
            int one = Math.min(end, at + Character.charCount(Character.codePointAt(text, at, end)));
            next[here] = one;
            score[here] = General.RAREST + score[one - from];
            Lexicon.Visitor better = (to, weight) -> {
                if (to - at <= longest && weight + score[to - from] > score[here]) {
                    score[here] = weight + score[to - from];
                    next[here] = to;
                }
            };
            General.WORDS.walk(text, at, end, better);
            domain.walk(text, at, end, better);
        }
        return score[0];
    }
}
