using System.Text;
using System.Text.Json.Nodes;
using FairExchange.Simulation;

namespace FairExchange.Tests.Fuzzing;

/// <summary>JSON that is still JSON, with a value replaced, taken from elsewhere, left out or there twice.</summary>
internal static class JsonMutations
{
    private static readonly string[] Values =
        ["null", "true", "0", "1", "-1", "2", "3", "7", "99", "1e400", "0.5", "9223372036854775807", "-3162240000000", "3162240000000",
            "\"\"", "\"Alice\"", "\"Bob\"", "\"Mallory\"", "\"VPO\"", "\"x.m1\"", "\"M.1\"", "\"c1\"", "\"\\ud800\"", "[]", "{}", "[[]]"];

    public static byte[] Of(byte[] input, byte[] other, Chance chance)
    {
        try
        {
            var root = JsonNode.Parse(input)!;
            for (var changes = 1 + chance.Below(3); changes > 0; changes--)
            {
                Change(root, JsonNode.Parse(other)!, chance);
            }

            return Encoding.UTF8.GetBytes(root.ToJsonString());
        }
        catch (Exception notJson) when (notJson is System.Text.Json.JsonException or InvalidOperationException or ArgumentException)
        {
            return Mutations.Of(input, other, chance);
        }
    }

    private static void Change(JsonNode root, JsonNode other, Chance chance)
    {
        var (nodes, others) = (Below(root).ToList(), Below(other).ToList());
        if (nodes.Count == 0)
        {
            return;
        }

        var chosen = nodes[chance.Below(nodes.Count)];
        JsonNode? value = chance.Below(3) switch
        {
            0 => nodes[chance.Below(nodes.Count)]?.DeepClone(),
            1 when others.Count > 0 => others[chance.Below(others.Count)]?.DeepClone(),
            _ => JsonNode.Parse(Values[chance.Below(Values.Length)]),
        };
        switch (chosen.Parent)
        {
            case JsonObject owner when chance.Below(4) == 0:
                owner.Remove(chosen.GetPropertyName());
                break;
            case JsonObject owner:
                owner[chosen.GetPropertyName()] = value;
                break;
            case JsonArray list when chance.Below(3) == 0:
                list.Insert(chance.Below(list.Count + 1), value);
                break;
            case JsonArray list when chance.Below(3) == 0:
                list.Remove(chosen);
                break;
            case JsonArray list:
                list[chosen.GetElementIndex()] = value;
                break;
            default:
                break;
        }
    }

    private static IEnumerable<JsonNode> Below(JsonNode? node) => node switch
    {
        JsonObject members => members.Select(member => member.Value).OfType<JsonNode>().SelectMany(value => Below(value).Prepend(value)),
        JsonArray items => items.OfType<JsonNode>().SelectMany(item => Below(item).Prepend(item)),
        _ => [],
    };
}
