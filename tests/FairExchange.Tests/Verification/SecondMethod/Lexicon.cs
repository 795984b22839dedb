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
        foreach (var term in terms.SelectMany(term => term.SelfAndParts()))
        {
            if (numbers.TryAdd(term, this.terms.Count))
            {
                this.terms.Add(term);
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
    private readonly ILookup<int, (int Locked, int Key)> locks;
    private readonly Lexicon lexicon;
    private readonly IEnumerable<Term> initially;

    public Reader(Lexicon lexicon, Func<Term, bool> ownsKey, IEnumerable<Term> initially)
    {
        this.lexicon = lexicon;
        this.initially = initially;
        teaches = [.. Enumerable.Range(0, lexicon.Count).Select(i => Deduction.Closure(lexicon[i], ownsKey).Select(part => lexicon[part]).ToArray())];
        madeOf = [.. Enumerable.Range(0, lexicon.Count).Select(i => Deduction.Ingredients(lexicon[i], ownsKey)?.Select(part => lexicon[part]).ToArray())];
        locks = Enumerable.Range(0, lexicon.Count).Where(i => lexicon[i] is Term.SymmetricEncryption)
            .Select(i => (Locked: i, Term: (Term.SymmetricEncryption)lexicon[i]))
            .ToLookup(locked => lexicon[locked.Term.Plaintext], locked => (locked.Locked, lexicon[locked.Term.Key]));
    }

    /// <summary>What is seen before anything happens.</summary>
    public bool[] Beginning()
    {
        var seen = new bool[lexicon.Count];
        foreach (var term in initially)
        {
            Learn(seen, lexicon[term]);
        }

        return seen;
    }

    public void Learn(bool[] seen, int term) => Array.ForEach(teaches[term], part => seen[part] = true);

    /// <summary>Whether reading the term teaches what could not be made before.</summary>
    public bool IsNew(bool[] seen, int term) => Array.Exists(teaches[term], part => !Derives(seen, part));

    public bool Derives(bool[] seen, int term) => seen[term]
        || (madeOf[term] is { } parts && Array.TrueForAll(parts, part => Derives(seen, part)))
        || locks[term].Any(locked => seen[locked.Locked] && Derives(seen, locked.Key));
}
