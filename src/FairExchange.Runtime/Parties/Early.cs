using FairExchange.Model.Language;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>
/// Whether what does not fit yet may be what the script reads later: the network may well bring first what was sent last, and that is no reason to give up. Only the form is looked at and what
/// is known of it, without keys; where that is too little to tell, it may.
/// </summary>
internal static class Early
{
    /// <param name="waiting">Where the script stands.</param>
    public static bool MayFitAfter(Step.Receive waiting, Value message, Environment known) => waiting.Alternatives
        .SelectMany(alternative => alternative.Then.AllSteps()).OfType<Step.Receive>().SelectMany(receive => receive.Alternatives)
        .Any(later => MayFit(later.Pattern, message, known));

    private static bool MayFit(Term pattern, Value value, Environment known) => pattern switch
    {
        Term.Variable variable => known[variable] is { } bound ? bound == value : Reader.SortOf(value) == variable.Sort,
        Term.Tuple tuple => value is Value.Tuple found && found.Items.Length == tuple.Items.Length && tuple.Items.Zip(found.Items).All(pair => MayFit(pair.First, pair.Second, known)),
        Term.Signature signature => value is Value.Signature found && MayFit(signature.Signer, found.Signer, known) && MayFit(signature.Body, found.Body, known),
        Term.Parties => value is Value.Parties,
        Term.Encryption => Reader.SortOf(value) == Sort.Ciphertext,
        Term.SymmetricEncryption => Reader.SortOf(value) == Sort.Bulk,
        Term.Hash => Reader.SortOf(value) == Sort.Digest,
        _ => true,
    };
}
