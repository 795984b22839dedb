using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>Who asks a trusted party, as far as the request says and shows it.</summary>
/// <param name="Name">The name that the request bears; null where the protocol leaves open whose that is.</param>
/// <param name="Share">
/// Whose share of the trusted party's tables the request takes: of whom it shows a signature, or else of the name that it bears, where somebody vouches for that; all
/// others have one share together, the empty name's.
/// </param>
/// <param name="Request">The signature that shows that <paramref name="Name"/> asks, now and for this; null where a stranger could have sent it as well.</param>
/// <param name="UntilMs">Until when that request stands; null where there is none.</param>
public sealed record Requester(string? Name, string Share, Value.Signature? Request, long? UntilMs);

/// <summary>How the requests that one handler takes show who asks.</summary>
/// <param name="Door">The receive that takes them.</param>
/// <param name="Asker">The variable that names who asks.</param>
/// <param name="Signature">
/// What only who asks can make, and makes for the trusted party alone: a signature with a time under it that no message to anybody else carries. A signature that the two
/// exchange shows that its signer took part, and not that it is he who asks: whoever saw it on its way may bring it. It says which trusted party is asked, by name or by what opens
/// for that one alone, so that no other charges for it too.
/// </param>
public sealed record RequestForm(Step.Receive Door, Term.Variable? Asker, Term.Signature? Signature)
{
    /// <summary>One for each handler.</summary>
    public static ImmutableArray<RequestForm> Of(Protocol protocol, Role.Trusted trusted) =>
        [.. trusted.Handlers.Select(handler => (Step.Receive)handler.Steps[0]).Select(door => new RequestForm(door, protocol.AskerOf(trusted)?.Name, SignatureOf(protocol, trusted, door)))];

    /// <summary>Whether every request shows who asks, so that somebody can be charged for it.</summary>
    public static bool ShowWhoAsks(Protocol protocol, Role.Trusted trusted) => Of(protocol, trusted).All(form => form.Signature is not null);

    /// <summary>Who asks by a request that was read.</summary>
    public Requester RequesterOf(Environment read, CryptoOperations operations)
    {
        var signed = Signature is null ? null : (Value.Signature)read[Signature]!;
        var name = signed?.Signer.Text ?? (Asker is null ? null : (read[Asker] as Value.Name)?.Text);
        var shown = signed ?? Signatures(Door).Select(signature => read[signature]).OfType<Value.Signature>().FirstOrDefault();
        return new Requester(name, shown?.Signer.Text ?? (name is not null && operations.Knows(name) ? name : ""), signed, signed is null ? null : Until(signed));
    }

    /// <summary>The request's signature in a message that may be one, before anything in it is verified.</summary>
    public Value.Signature? Find(Value message) => Signature is not null && message is Value.Tuple { Items: var items }
        && Door.Alternatives[0].Pattern is Term.Tuple { Items: var parts } && items.Length == parts.Length
        ? items[parts.IndexOf(Signature)] as Value.Signature
        : null;

    private static long Until(Value.Signature request) => ((Value.Tuple)request.Body).Items.OfType<Value.Time>().Min(time => time.Ms);

    private static Term.Signature? SignatureOf(Protocol protocol, Role.Trusted trusted, Step.Receive door) => door.Alternatives.Length > 1 ? null
        : Signatures(door).FirstOrDefault(signature => signature.Body is Term.Tuple body
            && body.Items.Any(item => item is Term.Variable { Sort: Sort.Time })
            && (body.Items.Contains(trusted.Name)
                || door.Alternatives[0].Checks.Any(check => check.Pattern is Term.Encryption { Recipient: var opener } && opener == trusted.Name && body.Items.Contains(check.Subject)))
            && protocol.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).OfType<Step.Send>()
                .All(send => send.To == trusted.Name || !send.Message.SelfAndParts().Contains(signature)));

    private static IEnumerable<Term.Signature> Signatures(Step.Receive door) =>
        door.Alternatives[0].Pattern is Term.Tuple tuple ? tuple.Items.OfType<Term.Signature>() : door.Alternatives[0].Pattern is Term.Signature only ? [only] : [];
}
