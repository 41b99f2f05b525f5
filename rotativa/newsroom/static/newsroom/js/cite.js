/* A mark that leans on a source, in Wagtail's rich-text editor. */
(() => {
  const { React, DraftJS, draftail } = window;
  const SIGN = "※";

  const steps = () => {
    const factory = new window.ChooserModalOnloadHandlerFactory({
      creationFormTabSelector: "#tab-create",
      searchInputDelay: 50,
    });
    return {
      ...factory.getOnLoadHandlers(),
      words(modal) {
        modal.ajaxifyForm(modal.body.find("form[data-cite-words]"));
        const first = modal.body[0].querySelector("textarea");
        if (first) first.focus();
      },
      cited(modal, answer) {
        modal.respond("cited", answer.result);
      },
    };
  };

  const placeAt = (key, start, end) => DraftJS.SelectionState.createEmpty(key)
    .merge({ anchorOffset: start, focusOffset: end });

  /* Where a mark stands; its data are changed by giving that place another entity. */
  const placeOf = (content, entityKey) => {
    let place = null;
    content.getBlocksAsArray().forEach((block) => {
      block.findEntityRanges(
        (character) => character.getEntity() === entityKey,
        (start, end) => { place = placeAt(block.getKey(), start, end); },
      );
    });
    return place;
  };

  /* Puts the sign behind what is selected; a mark that is edited stays where it is. */
  const withMark = (editorState, entityKey, data) => {
    const selection = editorState.getSelection();
    const content = editorState.getCurrentContent()
      .createEntity("CITATION", "IMMUTABLE", data);
    const created = content.getLastCreatedEntityKey();
    const place = entityKey && placeOf(content, entityKey);
    if (place) {
      const changed = DraftJS.Modifier.applyEntity(content, place, created);
      return DraftJS.EditorState.push(editorState, changed, "apply-entity");
    }
    const behind = placeAt(
      selection.getEndKey(), selection.getEndOffset(), selection.getEndOffset(),
    );
    const marked = DraftJS.Modifier.insertText(content, behind, SIGN, undefined, created);
    return DraftJS.EditorState.push(editorState, marked, "insert-characters");
  };

  class CitationSource extends draftail.ModalWorkflowSource {
    getChooserConfig(entity, selectedText) {
      const { sources, words } = this.props.entityType.chooserUrls;
      const said = entity ? entity.getData() : {};
      return {
        url: said.id ? words.replace("/0/", `/${said.id}/`) : sources,
        urlParams: said.id ? { quote: said.quote || "", locator: said.locator || "" } : {},
        onload: steps(),
        responses: { cited: this.onChosen },
      };
    }

    filterEntityData(data) {
      return { id: data.id, name: data.name, quote: data.quote, locator: data.locator };
    }

    onChosen(data) {
      const { editorState, entityKey, onComplete } = this.props;
      const marked = withMark(editorState, entityKey, this.filterEntityData(data));
      this.workflow.close();
      onComplete(marked);
    }
  }

  const Citation = (props) => {
    const { name, quote } = props.contentState.getEntity(props.entityKey).getData();
    return React.createElement(draftail.TooltipEntity, {
      ...props,
      icon: React.createElement(window.wagtail.components.Icon, { name: "openquote" }),
      label: quote ? `${name}: ${quote}` : name || "?",
    });
  };

  draftail.registerPlugin(
    { type: "CITATION", source: CitationSource, decorator: Citation },
    "entityTypes",
  );
})();
