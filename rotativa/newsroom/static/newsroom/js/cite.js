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

  /* Puts the sign behind what is selected; an edited mark keeps its place. */
  const withMark = (editorState, entityKey, data) => {
    const content = editorState.getCurrentContent();
    if (entityKey) {
      const changed = content.replaceEntityData(entityKey, data);
      return DraftJS.EditorState.push(editorState, changed, "apply-entity");
    }
    const selection = editorState.getSelection();
    const behind = selection.merge({
      anchorKey: selection.getEndKey(),
      anchorOffset: selection.getEndOffset(),
      focusKey: selection.getEndKey(),
      focusOffset: selection.getEndOffset(),
      isBackward: false,
    });
    const created = content.createEntity("CITATION", "IMMUTABLE", data);
    const marked = DraftJS.Modifier.insertText(
      created, behind, SIGN, undefined, created.getLastCreatedEntityKey(),
    );
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
      icon: "openquote",
      label: quote ? `${name}: ${quote}` : name || "?",
    });
  };

  draftail.registerPlugin(
    { type: "CITATION", source: CitationSource, decorator: Citation },
    "entityTypes",
  );
})();
