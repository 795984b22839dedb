using FairExchange.Runtime.Values;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Applications.Service;

internal static class Requests
{
    /// <summary>The same message with fresh signatures of the same signers.</summary>
    public static Value SignedAnew(World world, string id, byte[] request)
    {
        return Anew(Wire.TryDecode(request)!);

        Value Anew(Value value) => value switch
        {
            Value.Tuple tuple => new Value.Tuple([.. tuple.Items.Select(Anew)]),
            Value.Signature signature => world.As(signature.Signer.Text, World.Entry(id)).Sign(signature.Body),
            _ => value,
        };
    }
}
