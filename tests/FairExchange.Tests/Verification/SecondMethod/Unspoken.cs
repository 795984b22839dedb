using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>
/// What a trusted party enters under a key of which no session has said or read anything yet, and which may as well wait until one has.
/// Entries under two keys do not look at each other. Where all that is answered are the trusted party's own words about what it was asked,
/// where no session needs one of these to come to speak of the key, and where evidence with such a word holds an honest signature over the
/// key, the words are of no use before: so what is entered there is entered after, or in a run that is the same for everybody without it.
/// </summary>
internal sealed class Unspoken
{
    private readonly Ground ground;
    private readonly ILookup<Term, Event> speaking;
    private readonly Dictionary<Term, bool> canWait = [];

    public Unspoken(Ground ground)
    {
        this.ground = ground;
        var keys = ground.Events.Select(KeyOf).OfType<Term>().ToHashSet();
        speaking = ground.Events.Where(happening => happening.At.Session is not null)
            .SelectMany(happening => Said(happening).Where(keys.Contains).Distinct().Select(key => (happening, key)))
            .ToLookup(pair => pair.key, pair => pair.happening);
    }

    public bool MayWait(Event candidate, Run run) => KeyOf(candidate) is { } key
        && speaking[key].Any() && !speaking[key].Any(run.Has) && CanWait(key);

    private bool CanWait(Term key)
    {
        if (!canWait.TryGetValue(key, out var can))
        {
            var answers = ground.Events.Where(happening => key.Equals(KeyOf(happening))).SelectMany(answer => answer.Sends)
                .Select(sending => sending.Message).ToList();
            canWait[key] = can = answers.TrueForAll(answer => IsWord(answer) && IsOfNoUseBefore(answer, key))
                && speaking[key].Where(first => !Before(first).Any(speaking[key].Contains))
                    .All(first => first.Input?.SelfAndParts().Any(IsWord) != true);
        }

        return can;
    }

    private bool IsOfNoUseBefore(Term word, Term key) =>
        !ground.World.Protocol.Items.SelectMany(item => item.Forms).SelectMany(form => form.SelfAndParts()).Any(part => part.MayBe(word))
        || word.SelfAndParts().OfType<Term.Signature>().Any(signature => ground.World.Honest.Contains(signature.Signer)
            && signature.SelfAndParts().Contains(key));

    private static Term? KeyOf(Event happening) => (happening.Enters ?? happening.Finds)?.Key;

    private bool IsWord(Term term) => term is Term.Signature { Signer: var signer }
        && ground.World.Protocol.TrustedParties.Any(party => World.TrustedName(party).Equals(signer));

    private static IEnumerable<Term> Said(Event happening) =>
        happening.Sends.Select(sending => sending.Message).Concat(happening.Input is { } input ? [input] : [])
            .SelectMany(term => term.SelfAndParts());

    private static IEnumerable<Event> Before(Event happening) =>
        happening.Parent is { } parent ? Before(parent).Append(parent) : [];
}
