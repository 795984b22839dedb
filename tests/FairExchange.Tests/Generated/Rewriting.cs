using FairExchange.Model.Language;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Generated;

/// <summary>Scripts and terms with something in them changed.</summary>
internal static class Rewriting
{
    /// <summary>A term with some of its parts replaced, from the outside in.</summary>
    /// <param name="term">The term.</param>
    /// <param name="change">What stands in a part's place; null: the part itself, with what is changed inside.</param>
    public static Term Inside(Term term, Func<Term, Term?> change) => change(term) ?? term switch
    {
        Term.Tuple tuple => Tuple([.. tuple.Items.Select(item => Inside(item, change))]),
        Term.Parties parties => Parties(Inside(parties.First, change), Inside(parties.Second, change)),
        Term.Signature signature => new Term.Signature(Inside(signature.Signer, change), Inside(signature.Body, change)),
        Term.Encryption encryption =>
            new Term.Encryption(
                Inside(encryption.Recipient, change), Inside(encryption.Plaintext, change), Inside(encryption.Coins, change)),
        Term.SymmetricEncryption encryption =>
            new Term.SymmetricEncryption(Inside(encryption.Plaintext, change), Inside(encryption.Key, change)),
        Term.Hash hash => new Term.Hash(Inside(hash.Body, change)),
        _ => term,
    };

    public static Script InTerms(Script script, Func<Term, Term?> change) => Steps(script, step => step switch
    {
        Step.Let let => [let with { Value = Inside(let.Value, change) }],
        Step.Send send => [send with { To = change(send.To) as Term.Variable ?? send.To, Message = Inside(send.Message, change) }],
        Step.Receive receive =>
            [receive with { Alternatives = [.. receive.Alternatives.Select(alternative => InTerms(alternative, change))] }],
        Step.Check check => [check with { Match = check.Match with { Pattern = Inside(check.Match.Pattern, change) } }],
        Step.Register register =>
        [
            register with
            {
                Key = Inside(register.Key, change),
                Value = Inside(register.Value, change),
                Others = [.. register.Others.Select(other => other with { Pattern = Inside(other.Pattern, change) })],
            },
        ],
        _ => [step],
    });

    /// <summary>
    /// A script with each of its steps replaced by some, its branches first; what stands after a receive or a check falls away.
    /// </summary>
    public static Script Steps(Script script, Func<Step, IEnumerable<Step>> change)
    {
        var steps = new List<Step>();
        foreach (var step in script.Steps.SelectMany(step => change(Branches(step, branch => Steps(branch, change)))))
        {
            steps.Add(step);
            if (step is Step.Receive or Step.Check or Step.Register)
            {
                break;
            }
        }

        return new Script([.. steps]);
    }

    private static Step Branches(Step step, Func<Script, Script> change) => step switch
    {
        Step.Receive receive => receive with
        {
            Alternatives = [.. receive.Alternatives.Select(alternative => alternative with { Then = change(alternative.Then) })],
            Otherwise = receive.Otherwise is { } otherwise ? change(otherwise) : null,
        },
        Step.Check check => check with { Then = change(check.Then), Otherwise = change(check.Otherwise) },
        Step.Register register => register with
        {
            Then = change(register.Then),
            Others = [.. register.Others.Select(other => other with { Then = change(other.Then) })],
        },
        _ => step,
    };

    private static Alternative InTerms(Alternative alternative, Func<Term, Term?> change) => alternative with
    {
        Pattern = Inside(alternative.Pattern, change),
        Checks = [.. alternative.Checks.Select(check => check with { Pattern = Inside(check.Pattern, change) })],
    };
}
