namespace Campaigns.Local.Emulator;

/// <summary>
/// A script that node runs before the emulator, so that it finds rows and blobs by its own indexes. As it comes, a point read looks through the whole
/// partition, a query through the whole table and a new blob through all blobs: with a county's year in it that is most of the time that the year
/// takes, and the clean-up after it holds everybody up for minutes. Every answer stays the same, since the emulator's own conditions are still asked of each
/// row that the index finds. Where the emulator's insides are not what is expected here, nothing is changed.
/// </summary>
internal static class AzuriteIndexes
{
    public const string Script = """
        import { createRequire } from 'node:module';
        try {
          const load = createRequire(process.argv[1]);
          const { Collection } = load('lokijs');
          const Store = load('./table/persistence/LokiTableMetadataStore').default;

          // The index of the first condition is used: what tells most things apart comes first.
          const findOne = Collection.prototype.findOne;
          Collection.prototype.findOne = function (query) {
            const first = ['RowKey', 'blobName', 'name'].find(key => query && query[key] !== undefined && this.binaryIndices[key]);
            return findOne.call(this, first ? { [first]: query[first], ...query } : query);
          };

          // Its clean-up, every ten minutes, sorts an index anew for each upload that is no longer needed, and answers nobody until it is through.
          const Extents = load('./common/persistence/LokiExtentMetadataStore').default;
          Extents.prototype.deleteExtent = async function (id) {
            const extents = this.db.getCollection(this.EXTENTS_COLLECTION);
            const unneeded = extents.findOne({ id });
            if (unneeded) extents.remove(unneeded);
            await new Promise(setImmediate);
          };

          const literal = "'((?:[^']|'')*)'";
          const partition = new RegExp(`^\\(?PartitionKey eq ${literal}\\)?(?: and \\(?RowKey ge ${literal}\\)? and \\(?RowKey lt ${literal}\\)?)?$`);
          const narrow = filter => {
            const found = partition.exec(filter ?? '');
            if (!found) return null;
            const [key, from, to] = found.slice(1).map(text => text?.replaceAll("''", "'"));
            // The index sorts what looks like a number by its value, and before everything else. All that looks so starts below 'J'.
            return from >= 'J' && to >= from ? { RowKey: { $between: [from, to] } } : { PartitionKey: key };
          };
          const query = Store.prototype.queryTableEntities;
          Store.prototype.queryTableEntities = function (context, account, table, options, ...more) {
            const few = narrow(options?.filter);
            if (!few) return query.call(this, context, account, table, options, ...more);
            const narrowed = Object.create(this);
            narrowed.getEntityCollection = (...of) => {
              const all = this.getEntityCollection(...of);
              return { chain: () => all.chain().find(few) };
            };
            return query.call(narrowed, context, account, table, options, ...more);
          };
        } catch (unexpected) {
          console.error(`Azurite runs without its indexes: ${unexpected.message}`);
        }

        """;
}
