package portal.analysis;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/** Turns text into terms: lower case, half width, Chinese cut into words or into pairs of characters. */
final class ChineseTokenizer extends Tokenizer {
    enum Mode {
        /** Words, and at the position of each the other words that begin in it: for what is searched in. */
        INDEX,
        /** Words only: for what people type. */
        SEARCH,
        /** Words of the general dictionary with compounds cut into their parts: for a second, looser look. */
        PARTS,
        /** Overlapping pairs of characters: finds what the cutting into words hides. */
        PAIRS,
        /** The whole text as one term: for exact values and type-ahead. */
        WHOLE
    }

    private record Term(int from, int to, int step) {}

    private static final Comparator<Term> IN_ORDER = Comparator.comparingInt(Term::from).thenComparing(Term::to);

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);
    private final PositionIncrementAttribute position = addAttribute(PositionIncrementAttribute.class);

    private final Segmenter segmenter;
    private final Mode mode;
    private final List<Term> terms = new ArrayList<>();
    private char[] text = new char[0];
    private int current;

    ChineseTokenizer(Segmenter segmenter, Mode mode) {
        this.segmenter = segmenter;
        this.mode = mode;
    }

    @Override
    public void reset() throws IOException {
        super.reset();
        var read = new StringWriter();
        input.transferTo(read);
        text = Characters.fold(read.toString());
        terms.clear();
        current = 0;
        if (mode == Mode.WHOLE) {
            terms.add(new Term(0, text.length, 1));
        } else {
            findTerms();
        }
    }

    private void findTerms() {
        Matcher found = Characters.TERM.matcher(CharBuffer.wrap(text));
        while (found.find()) {
            if (found.group(1) == null) {
                addTerm(found.start(), found.end());
            } else if (mode == Mode.PAIRS) {
                addPairs(found.start(), found.end());
            } else {
                addWords(found.start(), found.end());
            }
        }
    }

    @Override
    public boolean incrementToken() {
        if (current == terms.size()) {
            return false;
        }
        clearAttributes();
        Term next = terms.get(current++);
        term.copyBuffer(text, next.from, next.to - next.from);
        offset.setOffset(correctOffset(next.from), correctOffset(next.to));
        position.setPositionIncrement(next.step);
        return true;
    }

    @Override
    public void end() throws IOException {
        super.end();
        int end = correctOffset(text.length);
        offset.setOffset(end, end);
    }

    /** A term of letters and digits; when indexed, {@code node.js} is found as {@code node} too. */
    private void addTerm(int from, int to) {
        terms.add(new Term(from, to, 1));
        if (mode != Mode.INDEX || Character.isDigit(text[from])) {
            return;
        }
        for (int dot = from; dot < to; dot++) {
            if (text[dot] == '.') {
                if (dot > from) {
                    terms.add(new Term(from, dot, 0));
                }
                terms.add(new Term(dot + 1, to, 0));
            }
        }
    }

    private void addPairs(int from, int to) {
        int first = from;
        int second = nextCharacter(from, to);
        if (second == to) {
            terms.add(new Term(from, to, 1));
        }
        while (second < to) {
            int after = nextCharacter(second, to);
            terms.add(new Term(first, after, 1));
            first = second;
            second = after;
        }
    }

    private int nextCharacter(int at, int to) {
        return Math.min(to, at + Character.charCount(Character.codePointAt(text, at, to)));
    }

    private void addWords(int from, int to) {
        int start = from;
        TreeSet<Term> plain = mode == Mode.INDEX ? plainWords(from, to) : null;
        var ends = mode == Mode.PARTS ? segmenter.cutFinely(text, from, to) : segmenter.cut(text, from, to);
        for (int end : ends) {
            terms.add(new Term(start, end, 1));
            if (mode == Mode.INDEX) {
                terms.addAll(otherWords(start, end, to, plain));
            }
            start = end;
        }
    }

    /** The words of two or more characters that a cut without domain words would give. */
    private TreeSet<Term> plainWords(int from, int to) {
        var words = new TreeSet<>(IN_ORDER);
        int start = from;
        for (int end : segmenter.cutPlainly(text, from, to)) {
            if (end - start > 1) {
                words.add(new Term(start, end, 0));
            }
            start = end;
        }
        return words;
    }

    /** The other words that begin inside {@code [start, end)}, each once, in their order. */
    private TreeSet<Term> otherWords(int start, int end, int runEnd, TreeSet<Term> plain) {
        var words = new TreeSet<>(plain.subSet(new Term(start, start, 0), new Term(end, end, 0)));
        for (int at = start; at < end; at++) {
            int from = at;
            segmenter.wordsAt(text, from, end, runEnd, (to, weight) -> words.add(new Term(from, to, 0)));
        }
        words.remove(new Term(start, end, 0));
        return words;
    }
}
