using FairExchange.Model.Language;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Verification.Drawing;

/// <summary>Ciphertexts are said by a letter, the protocol's own, and written out once: Z = E_VPO(Trudy, Bob, x.m1; x.k1).</summary>
internal sealed class Shorthand
{
    private readonly List<(Term.Encryption Term, Term.Constant Letter)> letters = [];

    public Shorthand(Trace trace)
    {
        var found = TermsOf(trace).SelectMany(term => term.SelfAndParts()).OfType<Term.Encryption>().Distinct().ToList();
        var symbol = Symbol(trace.Protocol);
        letters = [.. found.Select((term, i) => (term, new Term.Constant(found.Count == 1 ? symbol : $"{symbol}{i + 1}", Sort.Ciphertext)))];
    }

    /// <summary>What each letter stands for; a ciphertext within another is written out there.</summary>
    public IEnumerable<string> Legend => letters.Select(entry => $"{entry.Letter} = {entry.Term}");

    public Term Short(Term term) => letters.Find(entry => entry.Term.Equals(term)).Letter ?? term switch
    {
        Term.Tuple tuple => Terms.Tuple([.. tuple.Items.Select(Short)]),
        Term.Signature signature => Terms.Sign(signature.Signer, Short(signature.Body)),
        Term.Hash hash => Terms.Hash(Short(hash.Body)),
        _ => term,
    };

    private static string Symbol(Protocol protocol) =>
        protocol.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).OfType<Step.Let>()
            .Where(let => let.Variable.Sort == Sort.Ciphertext).Select(let => let.Variable.Symbol).FirstOrDefault("Z");

    private static IEnumerable<Term> TermsOf(Trace trace) =>
        trace.Steps.SelectMany(step => step.Sends.Select(sending => sending.Message).Prepend(step.Input).OfType<Term>())
            .Concat(trace.Shows is { } shows ? [shows.Makes] : []);
}
