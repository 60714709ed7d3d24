package portal.analysis;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.elasticsearch.plugin.Inject;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.TokenFilterFactory;
import org.elasticsearch.plugin.settings.AnalysisSettings;
import org.elasticsearch.plugin.settings.IntSetting;

/** The beginnings of each term, and the whole of it: for type-ahead. */
@NamedComponent("portal_prefixes")
public final class PrefixesFilterFactory implements TokenFilterFactory {
    @AnalysisSettings
    public interface Options {
        @IntSetting(path = "longest", defaultValue = 10)
        int longest();
    }

    private final int longest;

    @Inject
    public PrefixesFilterFactory(Options options) {
        longest = options.longest();
    }

    @Override
    public TokenStream create(TokenStream terms) {
        return new EdgeNGramTokenFilter(terms, 1, longest, true);
    }
}
