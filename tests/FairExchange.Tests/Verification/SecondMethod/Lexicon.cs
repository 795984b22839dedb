using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>Numbers for a world's terms and their parts, so that what somebody has seen is an array of Booleans.</summary>
internal sealed class Lexicon
{
    private readonly Dictionary<Term, int> numbers = [];
    private readonly List<Term> terms = [];

    public Lexicon(IEnumerable<Term> terms)
    {
        foreach (var part in terms.Where(term => !numbers.ContainsKey(term)).SelectMany(term => term.SelfAndParts()))
        {
            if (numbers.TryAdd(part, this.terms.Count))
            {
                this.terms.Add(part);
            }
        }
    }

    public int Count => terms.Count;

    public Term this[int number] => terms[number];

    public int this[Term term] => numbers[term];
}

/// <summary>Somebody who reads and makes terms with the keys of some names.</summary>
internal sealed class Reader
{
    private readonly int[][] teaches;
    private readonly int[]?[] madeOf;
    private readonly (int Locked, int Key)[][] locks;
    private readonly Lexicon lexicon;
    private readonly IEnumerable<Term> initially;

    public Reader(Lexicon lexicon, Func<Term, bool> ownsKey, IEnumerable<Term> initially)
    {
        this.lexicon = lexicon;
        this.initially = initially;
        teaches = [.. Enumerable.Range(0, lexicon.Count)
            .Select(i => Deduction.Closure(lexicon[i], ownsKey).Select(part => lexicon[part]).ToArray())];
        madeOf = [.. Enumerable.Range(0, lexicon.Count)
            .Select(i => Deduction.Ingredients(lexicon[i], ownsKey)?.Select(part => lexicon[part]).ToArray())];
        var locked = Enumerable.Range(0, lexicon.Count).Where(i => lexicon[i] is Term.SymmetricEncryption)
            .Select(i => (Locked: i, Term: (Term.SymmetricEncryption)lexicon[i]))
            .ToLookup(locked => lexicon[locked.Term.Plaintext], locked => (locked.Locked, lexicon[locked.Term.Key]));
        locks = [.. Enumerable.Range(0, lexicon.Count).Select(i => locked[i].ToArray())];
    }

    /// <summary>What is seen before anything happens.</summary>
    public Bits Beginning()
    {
        var seen = new Bits(lexicon.Count);
        foreach (var term in initially)
        {
            Learn(seen, lexicon[term]);
        }

        return seen;
    }

    public void Learn(Bits seen, int term)
    {
        foreach (var part in teaches[term])
        {
            seen.Add(part);
        }
    }

    /// <summary>Whether reading the term teaches what could not be made before.</summary>
    public bool IsNew(Bits seen, int term) => Array.Exists(teaches[term], part => !Derives(seen, part));

    public bool Derives(Bits seen, int term) => seen[term]
        || (madeOf[term] is { } parts && Array.TrueForAll(parts, part => Derives(seen, part)))
        || Array.Exists(locks[term], locked => seen[locked.Locked] && Derives(seen, locked.Key));
}
