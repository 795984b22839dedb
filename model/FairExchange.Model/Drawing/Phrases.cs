using FairExchange.Model.Language;

namespace FairExchange.Model.Drawing;

/// <summary>The language's words for people, shared by all drawings.</summary>
public static class Phrases
{
    /// <summary>A message as the paper writes it: its outermost tuple without brackets.</summary>
    public static string Open(Term term) => term is Term.Tuple tuple ? string.Join(", ", tuple.Items) : term.ToString()!;

    /// <summary>"A", "A and B", "A, B and C".</summary>
    public static string And(IEnumerable<string> words)
    {
        var all = words.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} and {all[^1]}";
    }

    public static string Of(Assurance assurance) => assurance switch
    {
        Assurance.Lossy => "the adversary's: it reads, loses, delays, replays and injects",
        Assurance.Resilient => "resilient: what is sent arrives some day; others read it and inject",
        Assurance.Private => "private: only the addressee reads; it may be lost",
        Assurance.Resilient | Assurance.Private => "resilient and private: what is sent arrives some day, and only the addressee reads it",
        Assurance.InPerson => "in person: handed over in the moment of the answer, or not at all",
        _ => assurance.ToString(),
    };

    public static string Of(Expectation expectation) => expectation.AttackedFrom switch
    {
        null => "proved",
        1 => "attacked",
        { } sessions => $"attacked, from {sessions} sessions of the honest party on",
    };

    /// <summary>How the judge decides on an item; made from the item's term alone, as the judge does.</summary>
    public static string JudgesRule(Item item)
    {
        if (!item.IsEvidence)
        {
            return "Goods: whoever wants it recognises it, and it convinces no judge.";
        }

        var opened = item.Term.SelfAndParts().OfType<Term.SymmetricEncryption>().Distinct().Select(part => $"opens {part}");
        var made = item.Term.SelfAndParts().Where(part => part is Term.Encryption or Term.Hash).Distinct().Select(part => $"makes {part} again and compares");
        var signed = item.Term.SelfAndParts().OfType<Term.Signature>().Select(signature => signature.Signer).Distinct().Select(signer => $"checks the signature of {signer}");
        return $"The judge {And(opened.Concat(made).Concat(signed).Append($"says: \"{item.Statement(variable => variable.Symbol)}\""))}.";
    }
}
